package dev.netc.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.ir.Convolutional;
import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.ImageLayout;
import dev.netc.ir.Leaf;
import dev.netc.ir.Linear.MatMul;
import dev.netc.ir.Pooling;
import dev.netc.ir.Shape;
import dev.netc.ir.Value;
import dev.netc.ir.Window;
import dev.netc.runtime.Convolution2d;
import dev.netc.runtime.ConvolutionInputGradient;
import dev.netc.runtime.ConvolutionWeightGradient;
import dev.netc.runtime.PackedMatrix;
import dev.netc.runtime.Pool2d;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the kernels that are calls of the runtime. */
final class HeavyKernels {
  private final KernelPlan plan;

  HeavyKernels(KernelPlan plan) {
    this.plan = plan;
  }

  CodeBlock matmul(Value value, MatMul op, Fused fused) {
    requireF32(value);
    Shape shape = value.shape();
    int rank = shape.rank();
    Dim m = shape.dim(rank - 2);
    Dim n = shape.dim(rank - 1);
    Dim k = op.a().shape().dim(op.transposeA() ? rank - 2 : rank - 1);
    Dim batch = Dim.of(1);
    for (int i = 0; i < rank - 2; i++) {
      batch = batch.times(shape.dim(i));
    }
    CodeBlock.Builder code = CodeBlock.builder();
    boolean loop = !batch.equals(Dim.of(1));
    if (loop) {
      code.beginControlFlow("for (int b = 0; b < $L; b++)", Places.extent(batch));
    }
    String left =
        matrix(op.a(), m.times(k), loop)
            + ", "
            + (op.transposeA() ? "1, " + Places.extent(m) : Places.extent(k) + ", 1");
    String result = matrix(value, m.times(n), loop) + ", " + Places.extent(n);
    if (plan.isPacked(op)) {
      code.addStatement(
          "matmul.run($L, $L, $L, $L, $L)",
          Places.extent(m),
          left,
          packedField(op),
          result,
          epilogue(fused));
    } else {
      code.addStatement(
          "matmul.run($L, $L, $L, $L, $L, $L, $L)",
          Places.extent(m),
          Places.extent(n),
          Places.extent(k),
          left,
          matrix(op.b(), k.times(n), loop)
              + ", "
              + (op.transposeB() ? "1, " + Places.extent(k) : Places.extent(n) + ", 1"),
          result,
          epilogue(fused));
    }
    return loop ? code.endControlFlow().build() : code.build();
  }

  /** The field of the network that holds the packed weights of a product. */
  static String packedField(MatMul op) {
    return KernelNames.field(((Leaf.Parameter) op.b().op()).path())
        + (op.transposeB() ? "_packedTransposed" : "_packed");
  }

  /** The packed weights of a product, whose extents are constants. */
  static CodeBlock packed(MatMul op) {
    Shape shape = op.b().shape();
    Dim k = shape.dim(op.transposeB() ? 1 : 0);
    Dim n = shape.dim(op.transposeB() ? 0 : 1);
    return CodeBlock.of(
        "$T.of($L, $L, $L, 0, $L)",
        PackedMatrix.class,
        k,
        n,
        KernelNames.field(((Leaf.Parameter) op.b().op()).path()),
        op.transposeB() ? "1, " + k : n + ", 1");
  }

  private String epilogue(Fused fused) {
    return fused.bias().map(b -> plan.place(b).arguments()).orElse("null, 0") + ", " + fused.relu();
  }

  private String matrix(Value value, Dim size, boolean inBatch) {
    Places.Place place = plan.place(value);
    return place.arguments() + (inBatch ? " + b * " + Places.factor(size) : "");
  }

  /** The object that the field of the kernel holds. */
  CodeBlock convolutionObject(Value value, Convolutional op) {
    requireF32(value);
    requireImages(value, op.window(), op.layout());
    Shape image;
    Shape result;
    switch (op) {
      case Convolutional.Convolution c -> {
        image = c.x().shape();
        result = value.shape();
      }
      case Convolutional.InputGradient g -> {
        image = value.shape();
        result = g.dy().shape();
      }
      case Convolutional.WeightGradient g -> {
        image = g.x().shape();
        result = g.dy().shape();
      }
    }
    Window w = op.window();
    requireConstants(value, image.dims().subList(1, image.rank()));
    requireConstants(value, result.dims().subList(1, result.rank()));
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
                  epilogue(fused),
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
    requireF32(value);
    requireImages(value, op.window(), op.layout());
    Shape image = imageOf(value, op);
    Shape result = op.operands().getLast().shape();
    if (op instanceof Pooling.MaxPool
        || op instanceof Pooling.SumPool
        || op instanceof Pooling.MaxPoolSelect) {
      result = value.shape();
    }
    requireConstants(value, image.dims().subList(2, image.rank()));
    requireConstants(value, result.dims().subList(2, result.rank()));
    Window w = op.window();
    return CodeBlock.of(
        "new $T(new $T($L, $L, $L, $L), team)",
        Pool2d.class,
        Pool2d.Geometry.class,
        plane(image),
        pair(w.kernel(), 1) + ", " + pair(w.stride(), 1),
        pair(w.padLow(), 0) + ", " + pair(w.dilation(), 1),
        plane(result));
  }

  private static Shape imageOf(Value value, Pooling op) {
    return op instanceof Pooling.SumPoolGradient ? value.shape() : op.operands().getFirst().shape();
  }

  CodeBlock pool(Value value, Pooling op) {
    String field = KernelNames.of(value);
    Shape image = imageOf(value, op);
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
    String arguments =
        Stream.of(values).map(v -> plan.place(v).arguments()).collect(Collectors.joining(", "));
    return CodeBlock.builder()
        .addStatement("$L.$L($L, $L)", field, method, arguments, Places.extent(count))
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

  private static void requireF32(Value value) {
    if (value.dtype() != DType.F32) {
      throw missing(value, "of " + value.dtype());
    }
  }

  private static void requireImages(Value value, Window window, ImageLayout layout) {
    if (window.rank() > 2 || layout != ImageLayout.CHANNELS_FIRST) {
      throw missing(value, "in " + window.rank() + " dimensions, " + layout);
    }
  }

  private static void requireConstants(Value value, List<Dim> dims) {
    if (!dims.stream().allMatch(Dim::isConstant)) {
      throw missing(value, "of symbolic extents " + dims);
    }
  }

  private static CodegenException missing(Value value, String what) {
    return new CodegenException(
        "%s: %s %s is not compiled yet"
            .formatted(KernelNames.where(value), KernelNames.operator(value.op()), what));
  }
}
