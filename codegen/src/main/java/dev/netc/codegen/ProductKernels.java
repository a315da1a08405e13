package dev.netc.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Linear.MatMul;
import dev.netc.ir.Scan;
import dev.netc.ir.Shape;
import dev.netc.ir.Value;
import dev.netc.runtime.PackedMatrix;

/** Writes the kernels of matrix products. */
final class ProductKernels {
  private final KernelPlan plan;

  ProductKernels(KernelPlan plan) {
    this.plan = plan;
  }

  CodeBlock matmul(Value value, MatMul op, Fused fused) {
    if (value.dtype() != DType.F32) {
      throw CodegenException.notCompiled(value, "of " + value.dtype());
    }
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
    String run =
        !loop && hasLeftOfProductBefore(value, op) ? "matmul.sameLeft().run" : "matmul.run";
    if (plan.isPacked(op) || plan.isPackedForLoop(op)) {
      code.addStatement(
          "$L($L, $L, $L, $L, $L)",
          run,
          Places.extent(m),
          left,
          plan.isPacked(op) ? packedField(op) : loopField(value),
          result,
          epilogue(fused));
    } else {
      code.addStatement(
          "$L($L, $L, $L, $L, $L, $L, $L)",
          run,
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
  String packedField(MatMul op) {
    return parameter(op) + (op.transposeB() ? FieldNames.PACKED_TRANSPOSED : FieldNames.PACKED);
  }

  /**
   * Whether the product that runs before this one has the same left factor, which is then packed
   * already. Gradients of weights that read one input, or of one layer's, are such products.
   */
  private boolean hasLeftOfProductBefore(Value value, MatMul op) {
    MatMul before = null;
    for (Value kernel : plan.kernels()) {
      if (kernel.equals(value)) {
        break;
      }
      switch (Fused.of(kernel).heavy()) {
        case MatMul m -> before = m;
        case Scan s -> before = null; // products of its own may have run since
        default -> {}
      }
    }
    return before != null
        && before.a().equals(op.a())
        && before.transposeA() == op.transposeA()
        && before.b().shape().rank() == 2;
  }

  /** The packed weights of a product, whose extents are constants. */
  CodeBlock packed(MatMul op) {
    return CodeBlock.of(
        "$T.of($L, $L, 0, $L)", PackedMatrix.class, extents(op), parameter(op), strides(op));
  }

  /** The field of the session that holds the right factor of a product in a loop, packed. */
  static String loopField(Value value) {
    return KernelNames.of(value) + "Factor";
  }

  /** What {@link #loopField} starts as. */
  static CodeBlock loopObject(MatMul op) {
    return CodeBlock.of("new $T($L)", PackedMatrix.class, extents(op));
  }

  /** Packs the right factor of a product when its loop begins. */
  CodeBlock packForLoop(Value value, MatMul op) {
    return CodeBlock.builder()
        .addStatement(
            "$L.pack($L, $L)", loopField(value), plan.place(op.b()).arguments(), strides(op))
        .build();
  }

  private static String extents(MatMul op) {
    Shape shape = op.b().shape();
    return shape.dim(op.transposeB() ? 1 : 0) + ", " + shape.dim(op.transposeB() ? 0 : 1);
  }

  private static String strides(MatMul op) {
    Dim row = op.b().shape().dim(1);
    return op.transposeB() ? "1, " + row : row + ", 1";
  }

  /** The field of the network with the right factor, also where a product stands in a loop. */
  private String parameter(MatMul op) {
    return plan.constantField(op.b());
  }

  private String epilogue(Fused fused) {
    String start =
        fused
            .residual()
            .map(r -> plan.place(r).arguments() + ", " + Places.extent(r.shape().dim(1)))
            .or(() -> fused.bias().map(b -> plan.place(b).arguments() + ", 0"))
            .orElse("null, 0, 0");
    return start + ", " + fused.relu();
  }

  private String matrix(Value value, Dim size, boolean inBatch) {
    Places.Place place = plan.place(value);
    return place.arguments() + (inBatch ? " + b * " + Places.factor(size) : "");
  }
}
