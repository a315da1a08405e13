package dev.netc.frontend;

import dev.netc.grammar.Expression;
import dev.netc.grammar.SourceSpan;
import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Expressions;
import dev.netc.ir.Shape;
import dev.netc.ir.Shaping;
import dev.netc.ir.TensorType;
import dev.netc.ir.TypeException;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code x[0, 1:3]} on tensors, {@code list[i]}, and {@code zeros[N, 10]}. */
final class Subscripts {
  private final Elaborator elaborator;

  Subscripts(Elaborator elaborator) {
    this.elaborator = elaborator;
  }

  Meaning index(Expression.Index index, Frame frame) {
    if (index.value() instanceof Expression.Name n
        && (n.text().equals("zeros") || n.text().equals("ones"))
        && !frame.knows(n.text())) {
      return elaborator.made(fill(index, n.text().equals("ones") ? 1 : 0, frame), index.span());
    }
    Meaning meaning = elaborator.meaning(index.value(), frame);
    return switch (meaning) {
      case Meaning.Unknown u -> u;
      case Meaning.Tuple(List<Meaning> elements) -> element(elements, index, frame);
      case Meaning.Tensor(Value x) -> slice(x, index, frame);
      default ->
          throw Mistake.at(
              index.span(), "this has no elements", "it is " + Describe.meaning(meaning));
    };
  }

  private Meaning fill(Expression.Index index, double value, Frame frame) {
    List<Dim> dims = new ArrayList<>();
    for (Expression.Subscript s : index.subscripts()) {
      dims.add(position(s, index.span(), frame));
    }
    elaborator.enter(frame, index.span());
    return new Meaning.Tensor(
        new Expressions(frame.builder()).fill(new TensorType(DType.F32, new Shape(dims)), value));
  }

  private Dim position(Expression.Subscript subscript, SourceSpan span, Frame frame) {
    if (subscript instanceof Expression.Subscript.At(Expression e)
        && elaborator.meaning(e, frame) instanceof Meaning.Int(Dim dim)) {
      return dim;
    }
    throw Mistake.at(span, "a position is an integer known at compile time", "this is none");
  }

  private Meaning element(List<Meaning> elements, Expression.Index index, Frame frame) {
    Dim at = position(index.subscripts().getFirst(), index.span(), frame);
    long i = at.isConstant() ? at.constant() : Long.MAX_VALUE;
    long wrapped = i < 0 ? i + elements.size() : i;
    if (index.subscripts().size() != 1 || wrapped < 0 || wrapped >= elements.size()) {
      throw Mistake.at(
          index.span(), "a list of " + elements.size() + " elements has no such one", "here");
    }
    return elements.get((int) wrapped);
  }

  private Meaning slice(Value x, Expression.Index index, Frame frame) {
    int rank = x.shape().rank();
    if (index.subscripts().size() > rank) {
      throw Mistake.at(index.span(), "too many subscripts", "this is " + x.type());
    }
    List<Dim> start = new ArrayList<>();
    List<Dim> limit = new ArrayList<>();
    List<Integer> step = new ArrayList<>();
    List<Dim> kept = new ArrayList<>();
    List<Integer> turned = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      Dim extent = x.shape().dim(i);
      Expression.Subscript subscript =
          i < index.subscripts().size()
              ? index.subscripts().get(i)
              : new Expression.Subscript.Range(
                  Optional.empty(), Optional.empty(), Optional.empty());
      switch (subscript) {
        case Expression.Subscript.At at -> {
          Dim position = wrap(position(at, index.span(), frame), extent);
          start.add(position);
          limit.add(position.plus(1));
          step.add(1);
        }
        case Expression.Subscript.Range r -> {
          int by = r.step().map(e -> step(e, frame)).orElse(1);
          Optional<Dim> from = r.low().map(e -> bound(e, extent, frame));
          Optional<Dim> to = r.high().map(e -> bound(e, extent, frame));
          if (by < 0) { // on the axis turned around, place i is extent - 1 - i
            turned.add(i);
            from = from.map(p -> extent.plus(-1).minus(p));
            to = to.map(p -> extent.plus(-1).minus(p));
          }
          start.add(from.orElse(Dim.of(0)));
          limit.add(to.orElse(extent));
          step.add(Math.abs(by));
          kept.add(limit.getLast().minus(start.getLast()).ceilDiv(Dim.of(Math.abs(by))));
        }
      }
    }
    elaborator.enter(frame, index.span());
    try {
      Value from = turned.isEmpty() ? x : frame.builder().add(new Shaping.Flip(x, turned));
      Value sliced = frame.builder().add(new Shaping.Slice(from, start, limit, step));
      Value shaped = new Expressions(frame.builder()).reshape(sliced, new Shape(kept));
      return elaborator.made(new Meaning.Tensor(shaped), index.span());
    } catch (TypeException e) {
      throw Mistake.at(index.span(), "the subscripts do not fit", e.getMessage());
    }
  }

  /** From one element to the next; backward if it is negative. */
  private int step(Expression expression, Frame frame) {
    Dim by = position(new Expression.Subscript.At(expression), expression.span(), frame);
    if (by.isConstant() && by.constant() != 0 && Math.abs(by.constant()) <= Integer.MAX_VALUE) {
      return (int) by.constant();
    }
    throw Mistake.at(expression.span(), "a step is an integer other than 0", "this is " + by);
  }

  private Dim bound(Expression expression, Dim extent, Frame frame) {
    return wrap(
        position(new Expression.Subscript.At(expression), expression.span(), frame), extent);
  }

  private static Dim wrap(Dim position, Dim extent) {
    return position.isConstant() && position.constant() < 0 ? extent.plus(position) : position;
  }
}
