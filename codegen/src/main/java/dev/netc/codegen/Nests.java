package dev.netc.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.ir.Dim;
import dev.netc.ir.Shape;
import java.util.ArrayList;
import java.util.List;

/** Opens and closes nests of loops; the index of axis 2 is called i2. */
final class Nests {
  private Nests() {}

  static List<Integer> allAxes(Shape shape) {
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      axes.add(i);
    }
    return axes;
  }

  static List<String> names(Shape shape) {
    return allAxes(shape).stream().map(i -> "i" + i).toList();
  }

  static void begin(CodeBlock.Builder code, String name, Dim extent) {
    code.beginControlFlow(
        "for (int $L = 0; $L < $L; $L++)", name, name, Places.extent(extent), name);
  }

  /** Opens a loop over the part of a range that the method is called for. */
  static void beginRange(CodeBlock.Builder code, String name) {
    code.beginControlFlow("for (int $L = from; $L < to; $L++)", name, name, name);
  }

  /** Opens a loop for each of {@code axes}; the names of the indices. */
  static List<String> nest(CodeBlock.Builder code, Shape shape, List<Integer> axes) {
    List<String> names = new ArrayList<>();
    for (int axis : axes) {
      names.add("i" + axis);
      begin(code, "i" + axis, shape.dim(axis));
    }
    return names;
  }

  static CodeBlock close(CodeBlock.Builder code, int loops) {
    for (int i = 0; i < loops; i++) {
      code.endControlFlow();
    }
    return code.build();
  }

  /** The steps of a loop that come to some {@code work} elements. */
  static int grain(Dim elementsInAStep, int work) {
    return elementsInAStep.isConstant()
        ? (int) Math.max(1, work / Math.max(1, elementsInAStep.constant()))
        : 1;
  }
}
