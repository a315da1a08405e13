package dev.netc.autodiff;

import dev.netc.ir.Pooling;
import dev.netc.ir.Pooling.MaxPool;
import dev.netc.ir.Pooling.MaxPoolGradient;
import dev.netc.ir.Pooling.MaxPoolSelect;
import dev.netc.ir.Pooling.SumPool;
import dev.netc.ir.Pooling.SumPoolGradient;
import dev.netc.ir.Value;
import java.util.List;

/** Pooling: the place of a maximum does not move under a small change, so x itself gets nothing. */
final class PoolingRules {
  private PoolingRules() {}

  static List<Cotangent> pull(Pooling op, Value dy) {
    return switch (op) {
      case MaxPool p ->
          List.of(
              new Cotangent(
                  0, e -> e.builder().add(new MaxPoolGradient(p.x(), dy, p.window(), p.layout()))));
      case MaxPoolGradient p ->
          List.of(
              new Cotangent(
                  1, e -> e.builder().add(new MaxPoolSelect(p.x(), dy, p.window(), p.layout()))));
      case MaxPoolSelect p ->
          List.of(
              new Cotangent(
                  1, e -> e.builder().add(new MaxPoolGradient(p.x(), dy, p.window(), p.layout()))));
      case SumPool p ->
          List.of(
              new Cotangent(
                  0,
                  e ->
                      e.builder()
                          .add(
                              new SumPoolGradient(
                                  dy, p.window(), p.layout(), p.layout().spatial(p.x().shape())))));
      case SumPoolGradient p ->
          List.of(new Cotangent(0, e -> e.builder().add(new SumPool(dy, p.window(), p.layout()))));
    };
  }
}
