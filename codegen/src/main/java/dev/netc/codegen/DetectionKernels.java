package dev.netc.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.ir.DType;
import dev.netc.ir.Detection;
import dev.netc.ir.Dim;
import dev.netc.ir.Shape;
import dev.netc.ir.Value;
import dev.netc.runtime.RegionGrid;
import dev.netc.runtime.RoiAlign;
import dev.netc.runtime.RoiArgMax;
import dev.netc.runtime.Suppression;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the kernels on boxes, which are calls of the runtime. */
final class DetectionKernels {
  private final KernelPlan plan;

  DetectionKernels(KernelPlan plan) {
    this.plan = plan;
  }

  /** The class of the object that does it. */
  static Class<?> objectClass(Detection op) {
    return switch (op) {
      case Detection.RoiAlign r -> RoiAlign.class;
      case Detection.RoiAlignGradient r -> RoiAlign.class;
      case Detection.RoiArgMax r -> RoiArgMax.class;
      case Detection.Suppress s -> Suppression.class;
    };
  }

  /** The object that the field of the kernel holds. */
  static CodeBlock object(Detection op) {
    return switch (op) {
      case Detection.RoiAlign r -> ofGrid(op, r.grid());
      case Detection.RoiAlignGradient r -> ofGrid(op, r.grid());
      case Detection.RoiArgMax r -> ofGrid(op, r.grid());
      case Detection.Suppress s ->
          CodeBlock.of("new $T($L, team)", Suppression.class, s.threshold());
    };
  }

  private static CodeBlock ofGrid(Detection op, Detection.Grid grid) {
    return CodeBlock.of(
        "new $T(new $T($L, $L, $L, $L, $L), team)",
        objectClass(op),
        RegionGrid.class,
        grid.height(),
        grid.width(),
        grid.scale(),
        grid.samples(),
        grid.aligned());
  }

  CodeBlock kernel(Value value, Detection op) {
    Value first = op.operands().getFirst();
    if (first.dtype() != DType.F32) {
      throw CodegenException.notCompiled(value, "of " + first.dtype());
    }
    return switch (op) {
      case Detection.RoiAlign r -> regions(value, op, "run", r.x().shape());
      case Detection.RoiAlignGradient r -> regions(value, op, "gradient", r.shape());
      case Detection.RoiArgMax r -> regions(value, op, "run", r.x().shape());
      case Detection.Suppress s -> {
        Shape shape = value.shape();
        Dim count = shape.dim(shape.rank() - 1);
        Dim lists = new Shape(shape.dims().subList(0, shape.rank() - 1)).size();
        yield CodeBlock.builder()
            .addStatement(
                "$L.run($L, $L, $L)",
                KernelNames.of(value),
                plan.arguments(s.boxes(), value),
                Places.extent(lists),
                Places.extent(count))
            .build();
      }
    };
  }

  private CodeBlock regions(Value value, Detection op, String method, Shape features) {
    Dim regions = op.operands().get(1).shape().dim(0);
    String extents =
        Stream.concat(Stream.of(regions), features.dims().stream())
            .map(Places::extent)
            .collect(Collectors.joining(", "));
    Value[] all = Stream.concat(op.operands().stream(), Stream.of(value)).toArray(Value[]::new);
    return CodeBlock.builder()
        .addStatement(
            "$L.of($L).$L($L)", KernelNames.of(value), extents, method, plan.arguments(all))
        .build();
  }
}
