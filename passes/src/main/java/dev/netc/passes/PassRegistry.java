package dev.netc.passes;

import java.util.List;
import java.util.Optional;

/** The passes of netc, in the order in which a pipeline would usually run them. */
public final class PassRegistry {
  private static final List<Pass> PASSES =
      List.of(
          new Inline(),
          new MergeLoops(),
          new Unroll(),
          new FoldConstants(),
          new Simplify(),
          new CommonSubexpressions(),
          new TrimLoops(),
          new Hoist(),
          new DeadCode(),
          new FoldBatchNorm(),
          new ChannelsLast(),
          new HoistParameters(),
          new Fuse(),
          new Rematerialize());

  private PassRegistry() {}

  public static List<Pass> passes() {
    return PASSES;
  }

  public static List<String> names() {
    return PASSES.stream().map(Pass::name).toList();
  }

  /** The options of a pass with their values: {@code most=1000}. */
  public static List<String> options(Pass pass) {
    return PassText.options(pass);
  }

  public static Optional<Pass> find(String name) {
    return PASSES.stream().filter(p -> p.name().equals(name)).findFirst();
  }
}
