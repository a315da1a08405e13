package dev.netc.frontend.lint;

import dev.netc.grammar.Diagnostic;
import dev.netc.ir.Convolutional.Convolution;
import dev.netc.ir.Shaping.Pad;
import dev.netc.ir.Value;

/**
 * An even kernel keeps the extent of an image only if one side gets more padding than the other.
 */
final class AsymmetricPadding implements LintRule {
  @Override
  public String name() {
    return "asymmetric-padding";
  }

  @Override
  public String description() {
    return "an even kernel whose padding keeps the extent: it shifts the image by half a pixel";
  }

  @Override
  public void check(Subject subject, Report report) {
    for (Value value : subject.operations().values()) {
      if (value.op() instanceof Convolution c && c.x().op() instanceof Pad pad) {
        for (int i = 0; i < c.window().rank(); i++) {
          int axis = c.layout().spatialAxis(i);
          boolean isEven = c.window().kernel().get(i) % 2 == 0;
          boolean isSame = value.shape().dim(axis).equals(pad.x().shape().dim(axis));
          if (isEven && isSame && !pad.low().get(axis).equals(pad.high().get(axis))) {
            report.add(this, warning(value, c, i, pad, report));
            break;
          }
        }
      }
    }
  }

  private static Diagnostic warning(Value value, Convolution c, int i, Pad pad, Report report) {
    int axis = c.layout().spatialAxis(i);
    int kernel = c.window().kernel().get(i);
    return Diagnostic.warning(
            "an even kernel with unequal padding shifts the image by half a pixel",
            report.span(value.origin()),
            "kernel %d along axis %d".formatted(kernel, axis))
        .withNote(
            report.span(c.x().origin()),
            "pads %s before and %s after".formatted(pad.low().get(axis), pad.high().get(axis)))
        .withHelp(
            "take a kernel of %d and `padding = %d`"
                .formatted(kernel + 1, kernel / 2 * c.window().dilation().get(i)));
  }
}
