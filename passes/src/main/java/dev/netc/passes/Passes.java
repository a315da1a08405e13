package dev.netc.passes;

import dev.netc.ir.Inliner;
import java.util.List;
import java.util.Optional;

/** The passes there are. */
public final class Passes {
  public static final Pass INLINE =
      new Pass("inline", "replaces calls of blocks by their bodies", Inliner::inlineBlocks);

  public static final Pass FOLD_CONSTANTS =
      new Pass(
          "fold-constants",
          "computes scalars that depend on constants alone",
          graph -> RuleDriver.run(graph, ConstantFolding.RULES));

  public static final Pass SIMPLIFY =
      new Pass(
          "simplify",
          "removes operations that change nothing, joins reshapes, transposes and broadcasts",
          graph -> RuleDriver.run(graph, Simplification.RULES));

  public static final Pass CSE =
      new Pass(
          "cse", "gives equal expressions one value", graph -> RuleDriver.run(graph, List.of()));

  public static final Pass DCE =
      new Pass("dce", "drops values that no output and no update needs", DeadCode::remove);

  public static final Pass FUSE =
      new Pass(
          "fuse",
          "makes bias and ReLU part of the matrix product or convolution before them",
          Fusion::fuse);

  /** All of them, in the order in which they usually run. */
  public static final List<Pass> ALL = List.of(INLINE, FOLD_CONSTANTS, SIMPLIFY, CSE, DCE, FUSE);

  private Passes() {}

  /** The pass called {@code name}. */
  public static Optional<Pass> named(String name) {
    return ALL.stream().filter(p -> p.name().equals(name)).findFirst();
  }
}
