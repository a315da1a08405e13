package dev.netc.frontend;

import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Elementwise.Comparison;
import dev.netc.ir.Expressions;
import dev.netc.ir.Leaf.Iota;
import dev.netc.ir.Shape;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * {@code einsum("bij,bjk->bik", a, b)}: Einstein's summation as NumPy writes it. Operands are
 * contracted from left to right, each time as one matrix product; an index twice in one operand is
 * its diagonal; {@code ...} stands for any axes.
 */
final class Einsum {
  static final List<Operator> ALL =
      List.of(
          Operator.of(
              "einsum(equation, a, b?, c?, d?)",
              "Einstein's summation as NumPy writes it: `einsum(\"bij,bjk->bik\", a, b)`.",
              a -> a.result(new Einsum(a).contracted())));

  private static final List<String> OPERANDS = List.of("a", "b", "c", "d");

  /** What the axes that {@code ...} stands for are called, the last one first. */
  private static final String HIDDEN = "①②③④⑤⑥⑦⑧";

  /** A tensor and the names of its axes. */
  private record Term(List<Character> axes, Value value) {
    Dim extent(char axis) {
      return value.shape().dim(axes.indexOf(axis));
    }
  }

  private final Arguments arguments;
  private final Expressions e;
  private final List<Term> terms = new ArrayList<>();
  private final List<Character> output;

  private Einsum(Arguments arguments) {
    this.arguments = arguments;
    this.e = arguments.expressions();
    if (!(arguments.meaning("equation") instanceof Meaning.Text(String text))) {
      throw arguments.wrong("equation", "a text such as \"ij,jk->ik\"");
    }
    String[] sides = text.replace(" ", "").split("->", -1);
    String[] subscripts = sides[0].split(",", -1);
    List<String> given = OPERANDS.stream().filter(arguments::has).toList();
    if (sides.length > 2 || subscripts.length != given.size()) {
      throw mistake("the equation has %d operands".formatted(subscripts.length))
          .withHelp("it is called with %d".formatted(given.size()));
    }
    for (int i = 0; i < subscripts.length; i++) {
      Value value = arguments.tensor(given.get(i));
      terms.add(diagonal(new Term(axes(subscripts[i], value.shape().rank()), value)));
    }
    checkExtents();
    this.output = sides.length == 2 ? outputAxes(sides[1]) : onceNamed(subscripts);
  }

  private Mistake mistake(String what) {
    return Mistake.at(arguments.actual("equation").span(), "`einsum`: " + what, "here");
  }

  private List<Character> axes(String subscripts, int rank) {
    int named = subscripts.replace("...", "").length();
    if (subscripts.contains("...") ? named > rank : named != rank) {
      throw mistake(
          "`%s` names %d axes of a tensor that has %d".formatted(subscripts, named, rank));
    }
    return letters(subscripts, rank - named);
  }

  private List<Character> letters(String subscripts, int hidden) {
    if (hidden > HIDDEN.length()) {
      throw mistake("`...` stands for at most %d axes".formatted(HIDDEN.length()));
    }
    StringBuilder names = new StringBuilder(HIDDEN.substring(0, hidden)).reverse();
    List<Character> axes = new ArrayList<>();
    for (char c : subscripts.replace("...", names).toCharArray()) {
      if (!Character.isLetter(c) && HIDDEN.indexOf(c) < 0) {
        throw mistake("`%s` names no axis".formatted(c)).withHelp("each axis is one letter");
      }
      axes.add(c);
    }
    return axes;
  }

  private void checkExtents() {
    Map<Character, Dim> extents = new HashMap<>();
    for (Term term : terms) {
      for (char axis : term.axes()) {
        Dim before = extents.putIfAbsent(axis, term.extent(axis));
        if (before != null && !before.equals(term.extent(axis))) {
          throw mistake(
              "axis `%s` is %s in one operand, %s in another"
                  .formatted(axis, before, term.extent(axis)));
        }
      }
    }
  }

  private Set<Character> named() {
    Set<Character> named = new LinkedHashSet<>();
    terms.forEach(t -> named.addAll(t.axes()));
    return named;
  }

  private List<Character> outputAxes(String subscripts) {
    int hidden = (int) named().stream().filter(c -> HIDDEN.indexOf(c) >= 0).count();
    List<Character> axes = letters(subscripts, hidden);
    for (char axis : axes) {
      if (!named().contains(axis)) {
        throw mistake("the result's axis `%s` is in no operand".formatted(axis));
      }
    }
    if (new LinkedHashSet<>(axes).size() < axes.size()) {
      throw mistake("an axis is twice in the result");
    }
    return axes;
  }

  /** Without {@code ->}: the hidden axes, then those named once, in alphabetic order. */
  private List<Character> onceNamed(String[] subscripts) {
    Map<Character, Integer> counts = new TreeMap<>();
    Stream.of(subscripts)
        .flatMapToInt(String::chars)
        .filter(Character::isLetter)
        .forEach(c -> counts.merge((char) c, 1, Integer::sum));
    List<Character> once = new ArrayList<>();
    HIDDEN.chars().filter(c -> named().contains((char) c)).forEach(c -> once.addFirst((char) c));
    counts.entrySet().stream().filter(c -> c.getValue() == 1).forEach(c -> once.add(c.getKey()));
    return once;
  }

  /** Leaves one of two axes of one name: where both indices are equal. */
  private Term diagonal(Term term) {
    for (int second = 1; second < term.axes().size(); second++) {
      int first = term.axes().indexOf(term.axes().get(second));
      if (first < second) {
        Value x = term.value();
        TensorType places = new TensorType(DType.I32, x.shape());
        if (!x.shape().dim(first).equals(x.shape().dim(second))) {
          throw mistake("a diagonal of extents that differ");
        }
        Value equal =
            e.compare(
                Comparison.EQUAL,
                e.builder().add(new Iota(places, first)),
                e.builder().add(new Iota(places, second)));
        Value kept = e.select(equal, x, e.zeros(x.tensor()));
        List<Character> axes = new ArrayList<>(term.axes());
        axes.remove(second);
        return diagonal(new Term(axes, e.sum(kept, List.of(second))));
      }
    }
    return term;
  }

  private Value contracted() {
    Term result = terms.getFirst();
    for (int i = 1; i < terms.size(); i++) {
      Set<Character> needed = new LinkedHashSet<>(output);
      terms.subList(i + 1, terms.size()).forEach(t -> needed.addAll(t.axes()));
      result = contracted(result, terms.get(i), needed);
    }
    return arranged(summed(result, output), output).value();
  }

  private Term contracted(Term a, Term b, Set<Character> needed) {
    Term x = summed(a, union(needed, b.axes()));
    Term y = summed(b, union(needed, a.axes()));
    List<Character> shared = x.axes().stream().filter(y.axes()::contains).toList();
    List<Character> batch = shared.stream().filter(needed::contains).toList();
    List<Character> inner = shared.stream().filter(c -> !needed.contains(c)).toList();
    List<Character> left = x.axes().stream().filter(c -> !shared.contains(c)).toList();
    List<Character> right = y.axes().stream().filter(c -> !shared.contains(c)).toList();
    List<Character> axes = Stream.of(batch, left, right).flatMap(List::stream).toList();
    Shape shape =
        new Shape(
            axes.stream().map(c -> x.axes().contains(c) ? x.extent(c) : y.extent(c)).toList());
    if (inner.isEmpty()) {
      return new Term(axes, e.times(spread(x, axes, shape), spread(y, axes, shape)));
    }
    Value product =
        e.matmul(
            asMatrices(x, batch, left, inner), asMatrices(y, batch, inner, right), false, false);
    return new Term(axes, e.reshape(product, shape));
  }

  private static Set<Character> union(Collection<Character> a, Collection<Character> b) {
    Set<Character> union = new LinkedHashSet<>(a);
    union.addAll(b);
    return union;
  }

  private Term summed(Term term, Collection<Character> kept) {
    List<Integer> gone = new ArrayList<>();
    List<Character> axes = new ArrayList<>();
    for (int i = 0; i < term.axes().size(); i++) {
      if (kept.contains(term.axes().get(i))) {
        axes.add(term.axes().get(i));
      } else {
        gone.add(i);
      }
    }
    return gone.isEmpty() ? term : new Term(axes, e.sum(term.value(), gone));
  }

  private Term arranged(Term term, List<Character> order) {
    if (order.equals(term.axes())) {
      return term;
    }
    List<Integer> permutation = order.stream().map(term.axes()::indexOf).toList();
    return new Term(order, e.transpose(term.value(), permutation));
  }

  private Value spread(Term term, List<Character> axes, Shape shape) {
    List<Character> order = axes.stream().filter(term.axes()::contains).toList();
    List<Integer> places = order.stream().map(axes::indexOf).toList();
    return e.broadcast(arranged(term, order).value(), shape, places);
  }

  /** The axes in three groups, of which the first is left out if it is empty. */
  private Value asMatrices(
      Term term, List<Character> batch, List<Character> rows, List<Character> columns) {
    List<Dim> dims = new ArrayList<>();
    if (!batch.isEmpty()) {
      dims.add(extent(term, batch));
    }
    dims.add(extent(term, rows));
    dims.add(extent(term, columns));
    List<Character> order = Stream.of(batch, rows, columns).flatMap(List::stream).toList();
    return e.reshape(arranged(term, order).value(), new Shape(dims));
  }

  private static Dim extent(Term term, List<Character> axes) {
    return axes.stream().map(term::extent).reduce(Dim.of(1), Dim::times);
  }
}
