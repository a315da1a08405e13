package dev.netc.autodiff;

import dev.netc.ir.Dim;
import dev.netc.ir.Expressions;
import dev.netc.ir.Shape;
import dev.netc.ir.Shaping;
import dev.netc.ir.Shaping.Barrier;
import dev.netc.ir.Shaping.Broadcast;
import dev.netc.ir.Shaping.Concat;
import dev.netc.ir.Shaping.Flip;
import dev.netc.ir.Shaping.Pad;
import dev.netc.ir.Shaping.Reshape;
import dev.netc.ir.Shaping.Slice;
import dev.netc.ir.Shaping.Transpose;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Operators that move elements: the transpose of each moves them back, adding what meets. */
final class ShapingRules {
  private ShapingRules() {}

  static List<Cotangent> pull(Shaping op, Value dy) {
    return switch (op) {
      case Broadcast b -> List.of(new Cotangent(0, e -> unbroadcast(e, b, dy)));
      case Reshape(Value x, Shape shape) ->
          List.of(new Cotangent(0, e -> e.reshape(dy, x.shape())));
      case Barrier b -> List.of(new Cotangent(0, e -> dy));
      case Transpose(Value x, List<Integer> permutation) ->
          List.of(new Cotangent(0, e -> e.transpose(dy, inverse(permutation))));
      case Slice s -> List.of(new Cotangent(0, e -> e.builder().add(spread(s, dy))));
      case Pad p -> List.of(new Cotangent(0, e -> e.builder().add(core(p, dy))));
      case Flip(Value x, List<Integer> axes) ->
          List.of(new Cotangent(0, e -> e.builder().add(new Flip(dy, axes))));
      case Concat(List<Value> parts, int axis) -> pieces(parts, axis, dy);
    };
  }

  private static Value unbroadcast(Expressions e, Broadcast b, Value dy) {
    List<Integer> repeated = new ArrayList<>();
    for (int i = 0; i < b.shape().rank(); i++) {
      int from = b.axes().indexOf(i);
      if (from < 0 || !b.x().shape().dim(from).equals(b.shape().dim(i))) {
        repeated.add(i);
      }
    }
    return e.reshape(e.sum(dy, repeated), b.x().shape());
  }

  static List<Integer> inverse(List<Integer> permutation) {
    List<Integer> inverse = new ArrayList<>();
    for (int i = 0; i < permutation.size(); i++) {
      inverse.add(permutation.indexOf(i));
    }
    return inverse;
  }

  private static Pad spread(Slice s, Value dy) {
    List<Dim> high = new ArrayList<>();
    List<Integer> interior = new ArrayList<>();
    for (int i = 0; i < s.step().size(); i++) {
      Dim last = dy.shape().dim(i).plus(-1).times(s.step().get(i)).plus(s.start().get(i));
      high.add(s.x().shape().dim(i).minus(last).plus(-1));
      interior.add(s.step().get(i) - 1);
    }
    return new Pad(dy, s.start(), high, interior, 0);
  }

  private static Slice core(Pad p, Value dy) {
    List<Dim> limit = new ArrayList<>();
    List<Integer> step = new ArrayList<>();
    for (int i = 0; i < p.low().size(); i++) {
      int by = p.interior().get(i) + 1;
      step.add(by);
      limit.add(p.x().shape().dim(i).plus(-1).times(by).plus(p.low().get(i)).plus(1));
    }
    return new Slice(dy, p.low(), limit, step);
  }

  private static List<Cotangent> pieces(List<Value> parts, int axis, Value dy) {
    List<Cotangent> pieces = new ArrayList<>();
    Dim from = Dim.of(0);
    for (int i = 0; i < parts.size(); i++) {
      int rank = dy.shape().rank();
      Dim to = from.plus(parts.get(i).shape().dim(axis));
      List<Dim> start = new ArrayList<>(Collections.nCopies(rank, Dim.of(0)));
      List<Dim> limit = new ArrayList<>(dy.shape().dims());
      start.set(axis, from);
      limit.set(axis, to);
      Slice piece = new Slice(dy, start, limit, Collections.nCopies(rank, 1));
      pieces.add(new Cotangent(i, e -> e.builder().add(piece)));
      from = to;
    }
    return pieces;
  }
}
