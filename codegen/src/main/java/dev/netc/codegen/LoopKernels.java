package dev.netc.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.ir.Leaf;
import dev.netc.ir.Linear;
import dev.netc.ir.Scan;
import dev.netc.ir.Shape;
import dev.netc.ir.Value;
import java.util.List;

/** Writes loops over time: places are set, the kernels of the body run, carries are handed on. */
final class LoopKernels {
  private final LoopPlan loop;
  private final Scan scan;
  private final String time;
  private final CodeBlock.Builder code = CodeBlock.builder();

  private LoopKernels(LoopPlan loop) {
    this.loop = loop;
    this.scan = loop.scan();
    this.time = "t";
  }

  /**
   * The method of a loop.
   *
   * @param body the kernels of its body
   */
  static Kernel kernel(Value value, LoopPlan loop, List<Kernel> body) {
    return Kernel.whole(value, new LoopKernels(loop).method(body));
  }

  private CodeBlock method(List<Kernel> body) {
    for (int i = 0; i < scan.carries(); i++) {
      Value input = scan.carryInputs().get(i);
      copy(
          loop.outer().place(scan.initial().get(i)),
          new Places.Place(Places.arena(input.dtype()), loop.buffer(i)),
          input.shape());
      code.add(
          "$L = $L; // $L before the first step\n",
          LoopPlan.field(input),
          loop.buffer(i),
          name(input));
      if (isAlternating(i)) {
        code.addStatement("$L = $L", placed(i), loop.otherBuffer(i));
      }
    }
    packFactors();
    String trips = Places.extent(scan.trips());
    code.beginControlFlow(
        scan.reversed()
            ? "for (int $L = $L - 1; $L >= 0; $L--)"
            : "for (int $1L = 0; $1L < $2L; $1L++)",
        scan.reversed() ? new Object[] {time, trips, time, time} : new Object[] {time, trips});
    steps();
    body.forEach(kernel -> code.add(kernel.call()));
    endOfStep();
    code.endControlFlow();
    for (int i = 0; i < scan.carries(); i++) {
      Value input = scan.carryInputs().get(i);
      loop.result(i).ifPresent(r -> copy(loop.place(input), loop.outer().place(r), input.shape()));
    }
    return code.build();
  }

  private void packFactors() {
    ProductKernels products = new ProductKernels(loop.body());
    for (Value value : loop.body().kernels()) {
      if (Fused.of(value).heavy() instanceof Linear.MatMul op && loop.body().isPackedForLoop(op)) {
        code.add(products.packForLoop(value, op));
      }
    }
  }

  /** Sets where the elements of this step are. */
  private void steps() {
    for (int i = 0; i < scan.sequences(); i++) {
      Value step = scan.stepInputs().get(i);
      Places.Place whole = loop.outer().place(scan.sequenceOperands().get(i));
      code.add("$L = $L; // $L\n", LoopPlan.field(step), element(whole, step.shape()), name(step));
    }
    for (int i = scan.carries(); i < scan.results().size(); i++) {
      if (loop.way(i) == LoopPlan.Way.DIRECT) {
        code.add("$L = $L; // where it is emitted\n", placed(i), elementOfResult(i));
      }
    }
  }

  private String placed(int index) {
    return LoopPlan.field(loop.computed(index));
  }

  private String element(Places.Place whole, Shape step) {
    return whole.at(time + " * " + Places.factor(step.size()));
  }

  private String elementOfResult(int index) {
    Value stack = loop.result(index).orElseThrow();
    return element(loop.outer().place(stack), scan.results().get(index).shape());
  }

  private boolean isAlternating(int carry) {
    return !loop.isReadFromStack(carry) && loop.way(carry) == LoopPlan.Way.DIRECT;
  }

  /** Copies what was computed elsewhere, all of it before the first carry changes its place. */
  private void endOfStep() {
    for (int i = scan.carries(); i < scan.results().size(); i++) {
      if (loop.way(i) == LoopPlan.Way.COPIED) {
        Value emitted = scan.results().get(i);
        copy(
            loop.body().place(emitted),
            new Places.Place(Places.arena(emitted.dtype()), elementOfResult(i)),
            emitted.shape());
      }
    }
    for (int i = 0; i < scan.carries(); i++) {
      Value next = scan.results().get(i);
      if (loop.way(i) == LoopPlan.Way.COPIED) {
        copy(
            loop.body().place(next),
            new Places.Place(Places.arena(next.dtype()), other(i)),
            next.shape());
      }
    }
    for (int i = 0; i < scan.carries(); i++) {
      Value input = scan.carryInputs().get(i);
      boolean isWhereItIs = loop.isReadFromStack(i) || isAlternating(i);
      code.add(
          "$L = $L; // $L of the next step\n",
          LoopPlan.field(input),
          isWhereItIs ? placed(i) : other(i),
          name(input));
      if (isAlternating(i)) {
        code.addStatement("$L = $L", placed(i), other(i));
      }
    }
  }

  private static String name(Value input) {
    return ((Leaf.Input) input.op()).name();
  }

  /** The buffer of a carry that is not read at the time. */
  private String other(int carry) {
    String here = LoopPlan.field(scan.carryInputs().get(carry));
    return "%s == %s ? %s : %s"
        .formatted(here, loop.buffer(carry), loop.otherBuffer(carry), loop.buffer(carry));
  }

  private void copy(Places.Place from, Places.Place to, Shape shape) {
    code.addStatement(
        "System.arraycopy($L, $L, $L)", from.arguments(), to.arguments(), Places.size(shape));
  }
}
