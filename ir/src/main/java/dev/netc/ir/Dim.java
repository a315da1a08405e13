package dev.netc.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One extent of a shape: an integer, a symbol bound at run time, or an expression of both.
 *
 * <p>A dim is kept in a canonical form, a polynomial over symbols and over the quotients and maxima
 * that cannot be simplified, so that {@code (H + 2 - 3) / 2 + 1} is one value however it was
 * reached. Symbols stand for integers of at least 1. Division rounds to negative infinity; ceil
 * division is {@code -floor(-a / b)}.
 */
public final class Dim implements Comparable<Dim> {
  /** What can be proved of two dims. */
  public enum Relation {
    EQUAL,
    DIFFERENT,
    UNKNOWN
  }

  private sealed interface Atom {
    record Symbol(String name) implements Atom {
      @Override
      public String toString() {
        return name;
      }
    }

    record Quotient(Dim dividend, Dim divisor) implements Atom {
      @Override
      public String toString() {
        return dividend.factorText() + " / " + divisor.factorText();
      }
    }

    record Maximum(Dim a, Dim b) implements Atom {
      @Override
      public String toString() {
        return "max(" + a + ", " + b + ")";
      }
    }
  }

  /** A product of atoms, sorted by text; the empty product is 1. */
  private record Monomial(List<Atom> factors) implements Comparable<Monomial> {
    static final Monomial ONE = new Monomial(List.of());

    Monomial times(Monomial other) {
      List<Atom> all = new ArrayList<>(factors);
      all.addAll(other.factors);
      all.sort((a, b) -> a.toString().compareTo(b.toString()));
      return new Monomial(List.copyOf(all));
    }

    /** Higher degree first, then by text, the constant last: the order people write. */
    @Override
    public int compareTo(Monomial other) {
      int byDegree = Integer.compare(other.factors.size(), factors.size());
      return byDegree != 0 ? byDegree : factors.toString().compareTo(other.factors.toString());
    }
  }

  private final TreeMap<Monomial, Long> terms;
  private final String text;

  private Dim(Map<Monomial, Long> terms) {
    this.terms = new TreeMap<>(terms);
    this.terms.values().removeIf(c -> c == 0);
    this.text = render();
  }

  public static Dim of(long value) {
    TreeMap<Monomial, Long> terms = new TreeMap<>();
    terms.put(Monomial.ONE, value);
    return new Dim(terms);
  }

  /** The symbol {@code name}, for example {@code N}. */
  public static Dim symbol(String name) {
    return of(new Atom.Symbol(name));
  }

  private static Dim of(Atom atom) {
    TreeMap<Monomial, Long> terms = new TreeMap<>();
    terms.put(new Monomial(List.of(atom)), 1L);
    return new Dim(terms);
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws GraphParseException if the text is no dim
   */
  public static Dim parse(String text) {
    return new TypeParser(new GraphTokens(text)).dim();
  }

  public Dim plus(Dim other) {
    TreeMap<Monomial, Long> sum = new TreeMap<>(terms);
    other.terms.forEach((m, c) -> sum.merge(m, c, Math::addExact));
    return new Dim(sum);
  }

  public Dim plus(long value) {
    return plus(of(value));
  }

  public Dim minus(Dim other) {
    return plus(other.times(of(-1)));
  }

  public Dim times(Dim other) {
    TreeMap<Monomial, Long> product = new TreeMap<>();
    terms.forEach(
        (m, c) ->
            other.terms.forEach(
                (n, d) -> product.merge(m.times(n), Math.multiplyExact(c, d), Math::addExact)));
    return new Dim(product);
  }

  public Dim times(long value) {
    return times(of(value));
  }

  /**
   * The quotient rounded down.
   *
   * @throws ArithmeticException if {@code divisor} is 0
   */
  public Dim floorDiv(Dim divisor) {
    if (divisor.equals(of(1))) {
      return this;
    }
    if (equals(divisor)) {
      return of(1);
    }
    if (!divisor.isConstant()) {
      return dividedBySymbols(divisor);
    }
    long d = divisor.constant();
    if (d == 0) {
      throw new ArithmeticException(this + " divided by 0");
    }
    // floor((d * q + r) / d) = q + floor(r / d): what divides leaves the quotient.
    TreeMap<Monomial, Long> whole = new TreeMap<>();
    TreeMap<Monomial, Long> rest = new TreeMap<>();
    terms.forEach(
        (m, c) -> {
          whole.put(m, Math.floorDiv(c, d));
          rest.put(m, Math.floorMod(c, d));
        });
    Dim remainder = new Dim(rest);
    Dim quotient = new Dim(whole);
    return remainder.isConstant()
        ? quotient
        : quotient.plus(of(new Atom.Quotient(remainder, divisor)));
  }

  /**
   * Divides term by term where {@code divisor} is a single product that divides each term, else
   * keeps the quotient.
   */
  private Dim dividedBySymbols(Dim divisor) {
    if (divisor.terms.size() == 1) {
      Map.Entry<Monomial, Long> by = divisor.terms.firstEntry();
      TreeMap<Monomial, Long> exact = new TreeMap<>();
      for (Map.Entry<Monomial, Long> term : terms.entrySet()) {
        List<Atom> left = new ArrayList<>(term.getKey().factors());
        boolean divides = term.getValue() % by.getValue() == 0;
        for (Atom factor : by.getKey().factors()) {
          divides &= left.remove(factor);
        }
        if (!divides) {
          return of(new Atom.Quotient(this, divisor));
        }
        exact.put(new Monomial(List.copyOf(left)), term.getValue() / by.getValue());
      }
      return new Dim(exact);
    }
    return of(new Atom.Quotient(this, divisor));
  }

  public Dim floorDiv(long divisor) {
    return floorDiv(of(divisor));
  }

  /** The quotient rounded up. */
  public Dim ceilDiv(Dim divisor) {
    return times(-1).floorDiv(divisor).times(-1);
  }

  public Dim max(Dim other) {
    Dim difference = minus(other);
    if (difference.isConstant()) {
      return difference.constant() >= 0 ? this : other;
    }
    return compareTo(other) <= 0
        ? of(new Atom.Maximum(this, other))
        : of(new Atom.Maximum(other, this));
  }

  public boolean isConstant() {
    return terms.isEmpty() || (terms.size() == 1 && terms.firstKey().equals(Monomial.ONE));
  }

  /**
   * The value of a constant dim.
   *
   * @throws IllegalStateException if the dim has a symbol
   */
  public long constant() {
    if (!isConstant()) {
      throw new IllegalStateException("dim " + this + " is not a constant");
    }
    return terms.isEmpty() ? 0 : terms.firstEntry().getValue();
  }

  /**
   * The value under a binding of all its symbols.
   *
   * @throws IllegalArgumentException if a symbol is unbound
   */
  public long evaluate(Map<String, Long> binding) {
    long sum = 0;
    for (Map.Entry<Monomial, Long> term : terms.entrySet()) {
      long product = term.getValue();
      for (Atom factor : term.getKey().factors()) {
        product = Math.multiplyExact(product, evaluate(factor, binding));
      }
      sum = Math.addExact(sum, product);
    }
    return sum;
  }

  private static long evaluate(Atom atom, Map<String, Long> binding) {
    return switch (atom) {
      case Atom.Symbol(String name) -> {
        Long value = binding.get(name);
        if (value == null) {
          throw new IllegalArgumentException("dim " + name + " is not bound in " + binding);
        }
        yield value;
      }
      case Atom.Quotient(Dim a, Dim b) -> Math.floorDiv(a.evaluate(binding), b.evaluate(binding));
      case Atom.Maximum(Dim a, Dim b) -> Math.max(a.evaluate(binding), b.evaluate(binding));
    };
  }

  /** This dim with symbols replaced; symbols that {@code binding} does not name stay. */
  public Dim substitute(Map<String, Dim> binding) {
    Dim sum = of(0);
    for (Map.Entry<Monomial, Long> term : terms.entrySet()) {
      Dim product = of(term.getValue());
      for (Atom factor : term.getKey().factors()) {
        product =
            product.times(
                switch (factor) {
                  case Atom.Symbol(String name) -> binding.getOrDefault(name, of(factor));
                  case Atom.Quotient(Dim a, Dim b) ->
                      a.substitute(binding).floorDiv(b.substitute(binding));
                  case Atom.Maximum(Dim a, Dim b) ->
                      a.substitute(binding).max(b.substitute(binding));
                });
      }
      sum = sum.plus(product);
    }
    return sum;
  }

  /**
   * Equal canonical forms are equal; forms that differ by a constant are different; else nothing is
   * known.
   */
  public Relation relationTo(Dim other) {
    Dim difference = minus(other);
    if (!difference.isConstant()) {
      return Relation.UNKNOWN;
    }
    return difference.constant() == 0 ? Relation.EQUAL : Relation.DIFFERENT;
  }

  /** The name of the dim if it is one symbol and nothing else. */
  public java.util.Optional<String> symbolName() {
    if (terms.size() == 1 && terms.firstEntry().getValue() == 1) {
      List<Atom> factors = terms.firstKey().factors();
      if (factors.size() == 1 && factors.getFirst() instanceof Atom.Symbol(String name)) {
        return java.util.Optional.of(name);
      }
    }
    return java.util.Optional.empty();
  }

  /** The symbols that occur, sorted. */
  public Set<String> symbols() {
    Set<String> found = new TreeSet<>();
    for (Monomial monomial : terms.keySet()) {
      for (Atom atom : monomial.factors()) {
        switch (atom) {
          case Atom.Symbol(String name) -> found.add(name);
          case Atom.Quotient(Dim a, Dim b) -> {
            found.addAll(a.symbols());
            found.addAll(b.symbols());
          }
          case Atom.Maximum(Dim a, Dim b) -> {
            found.addAll(a.symbols());
            found.addAll(b.symbols());
          }
        }
      }
    }
    return Collections.unmodifiableSet(found);
  }

  private String render() {
    if (terms.isEmpty()) {
      return "0";
    }
    StringBuilder out = new StringBuilder();
    terms.forEach(
        (monomial, coefficient) -> {
          if (out.isEmpty()) {
            out.append(coefficient < 0 ? "-" : "");
          } else {
            out.append(coefficient < 0 ? " - " : " + ");
          }
          out.append(render(monomial, Math.abs(coefficient)));
        });
    return out.toString();
  }

  private static String render(Monomial monomial, long coefficient) {
    List<String> factors = new ArrayList<>();
    boolean alone = monomial.factors().size() == 1 && coefficient == 1;
    if (coefficient != 1 || monomial.factors().isEmpty()) {
      factors.add(Long.toString(coefficient));
    }
    for (Atom atom : monomial.factors()) {
      factors.add(atom instanceof Atom.Quotient && !alone ? "(" + atom + ")" : atom.toString());
    }
    return String.join(" * ", factors);
  }

  private String factorText() {
    boolean simple = text.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
    return simple ? text : "(" + text + ")";
  }

  @Override
  public int compareTo(Dim other) {
    return text.compareTo(other.text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dim dim && terms.equals(dim.terms);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The dim as the language writes it: {@code N}, {@code 28}, {@code (H - 1) / 2 + 1}. */
  @Override
  public String toString() {
    return text;
  }
}
