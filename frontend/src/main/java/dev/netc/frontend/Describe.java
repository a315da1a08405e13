package dev.netc.frontend;

import dev.netc.ir.DType;

/** Says in messages what something is. */
final class Describe {
  private Describe() {}

  static String meaning(Meaning meaning) {
    return switch (meaning) {
      case Meaning.Tensor t -> t.toString();
      case Meaning.Int i -> "the integer " + i;
      case Meaning.Real r -> "the number " + r;
      case Meaning.Bool b -> b.toString();
      case Meaning.Text t -> "the text " + t;
      case Meaning.Tuple t -> "the tuple " + t;
      case Meaning.ElementType(DType d) -> "the element type " + d;
      case Meaning.BlockName b -> b + ", which is not called";
      case Meaning.OperatorName o -> o + ", which is not called";
      case Meaning.Layer l -> l.toString();
      case Meaning.Unknown u -> "unknown";
    };
  }
}
