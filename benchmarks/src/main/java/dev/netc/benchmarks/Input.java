package dev.netc.benchmarks;

import java.util.Arrays;

/**
 * What a network is given: numbers, or tokens.
 *
 * @param numbers float[] or int[], row-major
 */
record Input(Object numbers, long[] shape) {
  /** Tokens as 64-bit integers, as the peers take them. */
  long[] wide() {
    return Arrays.stream((int[]) numbers).asLongStream().toArray();
  }

  boolean isTokens() {
    return numbers instanceof int[];
  }
}
