package dev.netc.codegen;

import dev.netc.ir.Calls;
import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Leaf;
import dev.netc.ir.Shape;
import dev.netc.ir.Value;
import java.util.regex.Pattern;

/** Where values are at run time, as Java expressions. */
final class Places {
  /** An array and where in it a value starts. */
  record Place(String array, String offset) {
    /** {@code array, offset} as arguments. */
    String arguments() {
      return array + ", " + offset;
    }

    String element(String index) {
      return array + "[" + at(index) + "]";
    }

    /** The index in the array of element {@code index}. */
    String at(String index) {
      if (offset.equals("0")) {
        return index;
      }
      return offset + (index.equals("0") ? "" : " + " + index);
    }
  }

  private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*\\(?");

  private Places() {}

  /**
   * The place of a parameter or what is made of some, of an input, or of a value in the arena.
   *
   * @param fields of the inputs and parameters
   */
  static Place of(Value value, FieldNames fields) {
    return switch (value.op()) {
      case Leaf.Input i -> new Place(fields.of(value), "0");
      case Leaf.Parameter p -> new Place(fields.of(value), "0");
      case Calls c when Calls.isPrepared(value) -> new Place(Preparation.field(value), "0");
      default -> new Place(arena(value.dtype()), "v" + value.id());
    };
  }

  static String arena(DType dtype) {
    return switch (dtype) {
      case F32 -> "floats";
      case F64 -> "doubles";
      case I32 -> "ints";
      case I64 -> "longs";
      case BOOL -> "booleans";
    };
  }

  static String javaType(DType dtype) {
    return switch (dtype) {
      case F32 -> "float";
      case F64 -> "double";
      case I32 -> "int";
      case I64 -> "long";
      case BOOL -> "boolean";
    };
  }

  /** An extent as a Java expression over the fields of symbolic dims. */
  static String extent(Dim dim) {
    return NAME.matcher(dim.toString())
        .replaceAll(n -> n.group().equals("max(") ? "Math.max(" : KernelNames.field(n.group()));
  }

  /** An extent to multiply with. */
  static String factor(Dim dim) {
    String text = extent(dim);
    return text.matches("\\w+") ? text : "(" + text + ")";
  }

  static String size(Shape shape) {
    return extent(shape.size());
  }
}
