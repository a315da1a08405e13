package dev.netc.frontend.lint;

import dev.netc.grammar.Diagnostic;
import dev.netc.ir.Convolutional.Convolution;
import dev.netc.ir.Convolutional.InputGradient;
import dev.netc.ir.Value;
import dev.netc.ir.Window;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where the kernel of a transposed convolution is no multiple of its stride, some pixels of the
 * result get more contributions than their neighbours (Odena et al. 2016).
 */
final class UnevenTransposedKernel implements LintRule {
  @Override
  public String name() {
    return "uneven-transposed-kernel";
  }

  @Override
  public String description() {
    return "a transposed convolution whose kernel is no multiple of its stride: checkerboards";
  }

  @Override
  public void check(Subject subject, Report report) {
    // Of a convolution that `grad` differentiates the same operator is made, with its weights.
    Set<Value> shared =
        subject.operations().values().stream()
            .filter(v -> v.op() instanceof Convolution)
            .map(v -> ((Convolution) v.op()).w())
            .collect(Collectors.toSet());
    for (Value value : subject.operations().values()) {
      if (value.op() instanceof InputGradient g && !shared.contains(g.w())) {
        check(value, g.window(), report);
      }
    }
  }

  private void check(Value value, Window window, Report report) {
    for (int axis = 0; axis < window.rank(); axis++) {
      int kernel = window.kernel().get(axis);
      int stride = window.stride().get(axis);
      if (!isEven(kernel, stride, window.dilation().get(axis))) {
        report.add(
            this,
            Diagnostic.warning(
                    "the kernel of a transposed convolution is no multiple of its stride",
                    report.span(value.origin()),
                    "kernel %d, stride %d: some pixels get more than others, a checkerboard"
                        .formatted(kernel, stride))
                .withHelp(
                    "take a kernel of %d, or `upsample2d` and a convolution of stride 1"
                        .formatted(Math.ceilDiv(kernel, stride) * stride)));
        return;
      }
    }
  }

  /** Whether each residue of the stride is hit by as many taps. */
  private static boolean isEven(int kernel, int stride, int dilation) {
    int[] hits = new int[stride];
    for (int k = 0; k < kernel; k++) {
      hits[k * dilation % stride]++;
    }
    for (int count : hits) {
      if (count != hits[0]) {
        return false;
      }
    }
    return true;
  }
}
