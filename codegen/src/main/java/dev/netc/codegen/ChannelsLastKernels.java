package dev.netc.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.ir.Convolutional;
import dev.netc.ir.Dim;
import dev.netc.ir.Pooling;
import dev.netc.ir.Shape;
import dev.netc.ir.Value;
import dev.netc.ir.Window;
import dev.netc.runtime.ChannelsLastConvolution;
import dev.netc.runtime.ChannelsLastInputGradient;
import dev.netc.runtime.ChannelsLastPool;
import dev.netc.runtime.ChannelsLastWeightGradient;
import dev.netc.runtime.PackedKernels;
import dev.netc.runtime.SlidingWindow;
import java.util.List;

/** Writes the kernels of images whose channels are last. */
final class ChannelsLastKernels {
  private final KernelPlan plan;

  ChannelsLastKernels(KernelPlan plan) {
    this.plan = plan;
  }

  /** The class of the object that does a convolution. */
  static Class<?> convolutionClass(Convolutional op) {
    return switch (op) {
      case Convolutional.Convolution c -> ChannelsLastConvolution.class;
      case Convolutional.InputGradient g -> ChannelsLastInputGradient.class;
      case Convolutional.WeightGradient g -> ChannelsLastWeightGradient.class;
    };
  }

  /** The object that the field of a convolution holds. */
  CodeBlock convolutionObject(Value value, Convolutional op) {
    ImageShapes shapes = ImageShapes.of(value, op);
    return CodeBlock.of(
        "new $T($L, $L, $L, $L, team, workspace)",
        convolutionClass(op),
        channels(op, shapes.image()),
        channels(op, shapes.result()),
        op.groups(),
        window(op.window(), shapes));
  }

  private static Dim channels(Convolutional op, Shape image) {
    return op.layout().channels(image);
  }

  private static CodeBlock window(Window w, ImageShapes shapes) {
    CodeBlock.Builder code = CodeBlock.builder().add("$T.of(", SlidingWindow.class);
    code.add("$L, ", list(shapes.image().dims().subList(1, shapes.image().rank() - 1)));
    code.add("$L, ", list(shapes.result().dims().subList(1, shapes.result().rank() - 1)));
    code.add("$L, $L, ", list(w.kernel()), list(w.stride()));
    return code.add("$L, $L)", list(w.padLow()), list(w.dilation())).build();
  }

  private static CodeBlock list(List<?> numbers) {
    String text = numbers.toString();
    return CodeBlock.of("$T.of($L)", List.class, text.substring(1, text.length() - 1));
  }

  CodeBlock convolution(Value value, Convolutional op, Fused fused) {
    return switch (op) {
      case Convolutional.Convolution c ->
          CodeBlock.builder()
              .addStatement(
                  "$L.forward($L, $L, $L, $L, $L)",
                  KernelNames.of(value),
                  plan.place(c.x()).arguments(),
                  plan.isConstant(c.w()) ? packedField(c) : plan.place(c.w()).arguments(),
                  epilogue(fused),
                  plan.place(value).arguments(),
                  Places.extent(c.x().shape().dim(0)))
              .build();
      case Convolutional.InputGradient g -> call(value, "run", value, g.dy(), g.w());
      case Convolutional.WeightGradient g -> call(value, "run", g.x(), g.x(), g.dy());
    };
  }

  private String epilogue(Fused fused) {
    StringBuilder text = new StringBuilder("epilogue.clear()");
    fused.scale().ifPresent(v -> text.append(".scale(" + plan.place(v).arguments() + ")"));
    fused.bias().ifPresent(v -> text.append(".bias(" + plan.place(v).arguments() + ")"));
    fused.residual().ifPresent(v -> text.append(".residual(" + plan.place(v).arguments() + ")"));
    return text + (fused.relu() ? ".relu()" : "");
  }

  /**
   * A call of the object of a kernel.
   *
   * @param batch whose first axis counts the images
   */
  private CodeBlock call(Value value, String method, Value batch, Value... operands) {
    return CodeBlock.builder()
        .addStatement(
            "$L.$L($L, $L, $L)",
            KernelNames.of(value),
            method,
            plan.arguments(operands),
            plan.arguments(value),
            Places.extent(batch.shape().dim(0)))
        .build();
  }

  /** The field of the network that holds the packed weights of a convolution. */
  String packedField(Convolutional.Convolution op) {
    return parameter(op) + FieldNames.KERNELS;
  }

  /** The packed weights of a convolution. */
  CodeBlock packed(Value value, Convolutional.Convolution op) {
    ImageShapes shapes = ImageShapes.of(value, op);
    return CodeBlock.of(
        "$T.of($L, $L, $L, $L, $L)",
        PackedKernels.class,
        channels(op, shapes.image()),
        channels(op, shapes.result()),
        op.groups(),
        window(op.window(), shapes),
        parameter(op));
  }

  /** The field of the network with the weights, also where a convolution stands in a loop. */
  private String parameter(Convolutional.Convolution op) {
    return plan.constantField(op.w());
  }

  /** The object that the field of a pooling holds. */
  static CodeBlock poolObject(Value value, Pooling op) {
    ImageShapes shapes = ImageShapes.of(value, op);
    return CodeBlock.of(
        "new $T($L, $L, team)",
        ChannelsLastPool.class,
        op.layout().channels(shapes.image()),
        window(op.window(), shapes));
  }

  CodeBlock pool(Value value, Pooling op) {
    return switch (op) {
      case Pooling.MaxPool p -> call(value, "max", value, p.x(), p.x());
      case Pooling.MaxPoolSelect p -> call(value, "max", value, p.x(), p.v());
      case Pooling.MaxPoolGradient p -> call(value, "maxGradient", value, p.x(), p.dy());
      case Pooling.SumPool p -> call(value, "sum", value, p.x());
      case Pooling.SumPoolGradient p -> call(value, "sumGradient", value, p.dy());
    };
  }
}
