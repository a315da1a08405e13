package dev.netc.autodiff;

import dev.netc.ir.Detection;
import dev.netc.ir.Detection.Grid;
import dev.netc.ir.Detection.RoiAlign;
import dev.netc.ir.Detection.RoiAlignGradient;
import dev.netc.ir.Detection.RoiArgMax;
import dev.netc.ir.Detection.Suppress;
import dev.netc.ir.Shape;
import dev.netc.ir.Value;
import java.util.List;

/** Operators on boxes: features have gradients, boxes have none. */
final class DetectionRules {
  private DetectionRules() {}

  static List<Cotangent> pull(Detection op, Value dy) {
    return switch (op) {
      case RoiAlign(Value x, Value boxes, Value image, Grid grid) ->
          List.of(
              new Cotangent(
                  0,
                  e -> e.builder().add(new RoiAlignGradient(dy, boxes, image, grid, x.shape()))));
      case RoiAlignGradient(Value y, Value boxes, Value image, Grid grid, Shape shape) ->
          List.of(new Cotangent(0, e -> e.builder().add(new RoiAlign(dy, boxes, image, grid))));
      case RoiArgMax r -> List.of();
      case Suppress s -> List.of();
    };
  }
}
