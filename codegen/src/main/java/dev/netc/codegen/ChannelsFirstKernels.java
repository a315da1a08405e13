package dev.netc.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.ir.Convolutional;
import dev.netc.ir.Dim;
import dev.netc.ir.Pooling;
import dev.netc.ir.Shape;
import dev.netc.ir.Value;
import dev.netc.ir.Window;
import dev.netc.runtime.Convolution2d;
import dev.netc.runtime.ConvolutionInputGradient;
import dev.netc.runtime.ConvolutionWeightGradient;
import dev.netc.runtime.Pool2d;
import java.util.List;

/** Writes the kernels of images, or sequences, whose channels are first. */
final class ChannelsFirstKernels {
  private final KernelPlan plan;

  ChannelsFirstKernels(KernelPlan plan) {
    this.plan = plan;
  }

  /** The object that the field of the kernel holds. */
  CodeBlock convolutionObject(Value value, Convolutional op) {
    ImageShapes shapes = ImageShapes.of(value, op);
    Shape image = shapes.image();
    Shape result = shapes.result();
    Window w = op.window();
    requirePlane(value, w);
    return CodeBlock.of(
        "new $T(new $T($L, $L, $L, $L, $L), team)",
        convolutionClass(op),
        Convolution2d.Geometry.class,
        image.dim(1) + ", " + plane(image) + ", " + result.dim(1),
        pair(w.kernel(), 1) + ", " + pair(w.stride(), 1),
        pair(w.padLow(), 0) + ", " + pair(w.dilation(), 1),
        op.groups(),
        plane(result));
  }

  /** The class of the object that does a convolution. */
  static Class<?> convolutionClass(Convolutional op) {
    return switch (op) {
      case Convolutional.Convolution c -> Convolution2d.class;
      case Convolutional.InputGradient g -> ConvolutionInputGradient.class;
      case Convolutional.WeightGradient g -> ConvolutionWeightGradient.class;
    };
  }

  CodeBlock convolution(Value value, Convolutional op, Fused fused) {
    String field = KernelNames.of(value);
    return switch (op) {
      case Convolutional.Convolution c ->
          CodeBlock.builder()
              .addStatement(
                  "$L.forward($L, $L, $L, $L, $L)",
                  field,
                  plan.place(c.x()).arguments(),
                  plan.place(c.w()).arguments(),
                  fused.bias().map(b -> plan.place(b).arguments()).orElse("null, 0")
                      + ", "
                      + fused.relu(),
                  plan.place(value).arguments(),
                  Places.extent(c.x().shape().dim(0)))
              .build();
      case Convolutional.InputGradient g ->
          call(field, "run", value.shape().dim(0), g.dy(), g.w(), value);
      case Convolutional.WeightGradient g ->
          call(field, "run", g.x().shape().dim(0), g.x(), g.dy(), value);
    };
  }

  CodeBlock poolObject(Value value, Pooling op) {
    ImageShapes shapes = ImageShapes.of(value, op);
    Window w = op.window();
    requirePlane(value, w);
    return CodeBlock.of(
        "new $T(new $T($L, $L, $L, $L), team)",
        Pool2d.class,
        Pool2d.Geometry.class,
        plane(shapes.image()),
        pair(w.kernel(), 1) + ", " + pair(w.stride(), 1),
        pair(w.padLow(), 0) + ", " + pair(w.dilation(), 1),
        plane(shapes.result()));
  }

  CodeBlock pool(Value value, Pooling op) {
    String field = KernelNames.of(value);
    Shape image = value.shape();
    Dim planes = image.dim(0).times(image.dim(1));
    return switch (op) {
      case Pooling.MaxPool p -> call(field, "max", planes, p.x(), p.x(), value);
      case Pooling.MaxPoolSelect p -> call(field, "max", planes, p.x(), p.v(), value);
      case Pooling.MaxPoolGradient p -> call(field, "maxGradient", planes, p.x(), p.dy(), value);
      case Pooling.SumPool p -> call(field, "sum", planes, p.x(), value);
      case Pooling.SumPoolGradient p -> call(field, "sumGradient", planes, p.dy(), value);
    };
  }

  private CodeBlock call(String field, String method, Dim count, Value... values) {
    return CodeBlock.builder()
        .addStatement("$L.$L($L, $L)", field, method, plan.arguments(values), Places.extent(count))
        .build();
  }

  /** A window's numbers of height and width; sequences are images of one row. */
  private static String pair(List<Integer> values, int ofOneRow) {
    return values.size() == 1
        ? ofOneRow + ", " + values.getFirst()
        : values.get(0) + ", " + values.get(1);
  }

  /** Height and width. */
  private static String plane(Shape shape) {
    return (shape.rank() == 3 ? 1 : shape.dim(2)) + ", " + shape.dims().getLast();
  }

  private static void requirePlane(Value value, Window window) {
    if (window.rank() > 2) {
      throw CodegenException.notCompiled(
          value, "in " + window.rank() + " dimensions, channels first,");
    }
  }
}
