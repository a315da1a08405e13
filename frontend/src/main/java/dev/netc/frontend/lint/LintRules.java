package dev.netc.frontend.lint;

import java.util.List;

/** All rules, in the order in which {@code netc lint --list-rules} shows them. */
public final class LintRules {
  public static final List<LintRule> ALL =
      List.of(
          new UnevenTransposedKernel(),
          new AsymmetricPadding(),
          new SymmetricUnits(),
          new NoGradient(),
          new BiasBeforeBatchNorm(),
          new TrailingBatchNorm(),
          new DoubleSoftmax(),
          new DoubleSigmoid(),
          new ReluOfRelu(),
          new ReluBeforeLoss(),
          new NegativeReluBias());

  private LintRules() {}
}
