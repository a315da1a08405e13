package dev.netc.ir;

import dev.netc.ir.GraphTokens.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads types and dims as {@link TensorType} and {@link Dim} print them. */
final class TypeParser {
  private final GraphTokens tokens;

  TypeParser(GraphTokens tokens) {
    this.tokens = tokens;
  }

  /** {@code f32[N, 6]}, or the tuple {@code (f32, f32[N])}. */
  Type type() {
    return tokens.at("(") ? new Type.Tuple(list("(", this::tensor, ")")) : tensor();
  }

  TensorType tensor() {
    DType dtype = DType.parse(tokens.peek().text()).orElseThrow(() -> tokens.expected("a type"));
    tokens.next();
    return new TensorType(dtype, tokens.at("[") ? new Shape(dims()) : Shape.SCALAR);
  }

  /** {@code [N, 6, 28]}. */
  List<Dim> dims() {
    return list("[", this::dim, "]");
  }

  /** {@code (H - 1) / 2 + 1}. */
  Dim dim() {
    Dim sum = tokens.accept("-") ? product().times(-1) : product();
    while (true) {
      if (tokens.accept("+")) {
        sum = sum.plus(product());
      } else if (tokens.accept("-")) {
        sum = sum.minus(product());
      } else {
        return sum;
      }
    }
  }

  private Dim product() {
    Dim product = factor();
    while (true) {
      if (tokens.accept("*")) {
        product = product.times(factor());
      } else if (tokens.at("/")) {
        tokens.next();
        int line = tokens.line();
        Dim divisor = factor();
        if (divisor.equals(Dim.of(0))) {
          throw new GraphParseException(line, product + " is divided by 0");
        }
        product = product.floorDiv(divisor);
      } else {
        return product;
      }
    }
  }

  private Dim factor() {
    if (tokens.accept("(")) {
      Dim dim = dim();
      tokens.expect(")");
      return dim;
    }
    if (tokens.at(Kind.NUMBER)) {
      return Dim.of(integer());
    }
    if (!tokens.at(Kind.NAME)) {
      throw tokens.expected("a dim");
    }
    String name = tokens.next().text();
    if (!name.equals("max") || !tokens.accept("(")) {
      return Dim.symbol(name);
    }
    Dim first = dim();
    tokens.expect(",");
    Dim second = dim();
    tokens.expect(")");
    return first.max(second);
  }

  private long integer() {
    GraphTokens.Token token = tokens.peek();
    try {
      tokens.expect(Kind.NUMBER);
      return Long.parseLong(token.text());
    } catch (NumberFormatException e) {
      throw new GraphParseException(token.line(), "`" + token.text() + "` is no 64-bit integer");
    }
  }

  /** {@code element} any number of times between commas. */
  <T> List<T> list(String open, Supplier<T> element, String close) {
    tokens.expect(open);
    List<T> elements = new ArrayList<>();
    if (!tokens.accept(close)) {
      do {
        elements.add(element.get());
      } while (tokens.accept(","));
      tokens.expect(close);
    }
    return elements;
  }
}
