package dev.netc.frontend;

import dev.netc.grammar.SourceSpan;
import dev.netc.ir.Dim;
import dev.netc.ir.TensorType;
import java.math.BigInteger;
import java.util.Locale;

/** What is too large to be compiled. */
final class Limits {
  /** The longest array that HotSpot makes. */
  private static final long ELEMENTS = Integer.MAX_VALUE - 8L;

  /** Rounds of a loop, which are unrolled. */
  private static final long ROUNDS = 100_000;

  private Limits() {}

  /**
   * Checks that an array can hold a tensor when every symbolic dim is 1.
   *
   * @throws Mistake if it cannot
   */
  static void checkSize(TensorType type, SourceSpan span) {
    BigInteger size = BigInteger.ONE;
    for (Dim dim : type.shape().dims()) {
      size = dim.isConstant() ? size.multiply(BigInteger.valueOf(dim.constant())) : size;
    }
    if (size.compareTo(BigInteger.valueOf(ELEMENTS)) > 0) {
      throw Mistake.at(
          span,
          "tensor too large",
          String.format(
              Locale.ROOT,
              "%s has %,d elements%s, an array holds %,d",
              type,
              size,
              type.shape().dims().stream().allMatch(Dim::isConstant) ? "" : " for one example",
              ELEMENTS));
    }
  }

  /**
   * Checks that a loop can be unrolled.
   *
   * @throws Mistake if it goes round too often
   */
  static void checkRounds(long rounds, SourceSpan span) {
    if (rounds > ROUNDS) {
      throw Mistake.at(
          span,
          "loop too long",
          String.format(
              Locale.ROOT, "%,d rounds; loops are unrolled, up to %,d rounds", rounds, ROUNDS));
    }
  }

  /** The mistake of computing an integer that has no room. */
  static Mistake overflow(SourceSpan span) {
    return Mistake.at(span, "number too large", "integers and dims go up to 2^63 - 1");
  }
}
