package dev.netc.autodiff;

import dev.netc.ir.Convolutional;
import dev.netc.ir.Convolutional.Convolution;
import dev.netc.ir.Convolutional.InputGradient;
import dev.netc.ir.Convolutional.WeightGradient;
import dev.netc.ir.Dim;
import dev.netc.ir.Expressions;
import dev.netc.ir.Value;
import java.util.List;

/** Convolution and its two transposes: each is linear in each operand. */
final class ConvolutionalRules {
  private ConvolutionalRules() {}

  static List<Cotangent> pull(Convolutional op, Value dy) {
    return switch (op) {
      case Convolution c ->
          List.of(
              new Cotangent(0, e -> toInput(e, op, dy, c.w(), spatial(op, c.x()))),
              new Cotangent(1, e -> toWeights(e, op, c.x(), dy)));
      case InputGradient g ->
          List.of(
              new Cotangent(0, e -> forward(e, op, dy, g.w())),
              new Cotangent(1, e -> toWeights(e, op, dy, g.dy())));
      case WeightGradient g ->
          List.of(
              new Cotangent(0, e -> toInput(e, op, g.dy(), dy, spatial(op, g.x()))),
              new Cotangent(1, e -> forward(e, op, g.x(), dy)));
    };
  }

  private static List<Dim> spatial(Convolutional op, Value image) {
    return op.layout().spatial(image.shape());
  }

  private static Value forward(Expressions e, Convolutional op, Value x, Value w) {
    return e.builder().add(new Convolution(x, w, op.window(), op.groups(), op.layout()));
  }

  private static Value toInput(
      Expressions e, Convolutional op, Value dy, Value w, List<Dim> extents) {
    return e.builder()
        .add(new InputGradient(dy, w, op.window(), op.groups(), op.layout(), extents));
  }

  private static Value toWeights(Expressions e, Convolutional op, Value x, Value dy) {
    return e.builder().add(new WeightGradient(x, dy, op.window(), op.groups(), op.layout()));
  }
}
