package dev.netc.codegen;

import dev.netc.ir.Along;
import dev.netc.ir.Calls;
import dev.netc.ir.Convolutional;
import dev.netc.ir.Detection;
import dev.netc.ir.Elementwise;
import dev.netc.ir.Indexing;
import dev.netc.ir.Leaf;
import dev.netc.ir.Linear;
import dev.netc.ir.Pooling;
import dev.netc.ir.Reduction;
import dev.netc.ir.Scan;
import dev.netc.ir.Shaping;
import dev.netc.ir.Value;
import dev.netc.ir.analysis.Storage;
import java.util.List;

/** Chooses for each value of a plan the kernel that computes it. */
final class Kernels {
  private final KernelPlan plan;
  private final ElementLoops elements;
  private final ReductionLoops reductions;
  private final MoveLoops moves;
  private final ConcatLoops concats;
  private final LineKernels lines;
  private final DetectionKernels detection;
  private final HeavyKernels heavy;

  Kernels(KernelPlan plan) {
    this.plan = plan;
    this.elements = new ElementLoops(plan);
    this.reductions = new ReductionLoops(plan);
    this.moves = new MoveLoops(plan);
    this.concats = new ConcatLoops(plan);
    this.lines = new LineKernels(plan);
    this.detection = new DetectionKernels(plan);
    this.heavy = new HeavyKernels(plan);
  }

  /** The kernels of the plan, in the order in which they run. */
  List<Kernel> all() {
    return plan.kernels().stream().map(this::of).toList();
  }

  private Kernel of(Value value) {
    Fused fused = Fused.of(value);
    return switch (fused.heavy()) {
      case Linear.MatMul m -> Kernel.whole(value, heavy.matmul(value, m, fused));
      case Convolutional c -> Kernel.whole(value, heavy.convolution(value, c, fused));
      case Pooling p -> Kernel.whole(value, heavy.pool(value, p));
      case Reduction.Reduce r -> reductions.reduce(value, r);
      case Reduction.ArgMax a -> Kernel.whole(value, reductions.argMax(value, a));
      case Along a -> lines.kernel(value, a);
      case Detection d -> Kernel.whole(value, detection.kernel(value, d));
      case Shaping.Transpose t -> Kernel.whole(value, moves.transpose(value, t));
      case Shaping.Slice s -> Kernel.whole(value, moves.slice(value, s));
      case Shaping.Pad p -> Kernel.whole(value, moves.pad(value, p));
      case Shaping.Flip f -> Kernel.whole(value, moves.flip(value, f));
      case Shaping.Concat c when Storage.isOfRows(c) -> concats.kernel(value, c);
      case Shaping.Concat c -> Kernel.whole(value, moves.concat(value, c));
      case Indexing.Gather g -> Kernel.whole(value, moves.gather(value, g));
      case Indexing.ScatterAdd s -> Kernel.whole(value, moves.scatterAdd(value, s));
      case Indexing.Random r -> Kernel.whole(value, moves.random(value, r));
      case Elementwise e -> elements.kernel(value);
      case Shaping.Broadcast b -> elements.kernel(value);
      case Leaf leaf -> elements.kernel(value);
      case Shaping.Reshape r -> throw new CodegenException("a reshape has no kernel: " + value);
      case Shaping.Barrier b -> throw new CodegenException("a barrier has no kernel: " + value);
      case Calls c ->
          throw CodegenException.notCompiled(
              value, "is a call, which the pass `inline` puts in place: without it, it");
      case Scan s -> loop(value);
    };
  }

  private Kernel loop(Value value) {
    LoopPlan loop = plan.loop(value);
    return LoopKernels.kernel(value, loop, new Kernels(loop.body()).all());
  }
}
