package dev.netc.benchmarks;

import java.util.Arrays;

/** What a network is given: numbers, or tokens. */
final class Input {
  private final Object numbers;
  private final long[] shape;

  /**
   * @param numbers float[] or int[], row-major
   */
  Input(Object numbers, long[] shape) {
    this.numbers = numbers;
    this.shape = shape.clone();
  }

  Object numbers() {
    return numbers;
  }

  long[] shape() {
    return shape.clone();
  }

  /** Tokens as 64-bit integers, as the peers take them. */
  long[] wide() {
    return Arrays.stream((int[]) numbers).asLongStream().toArray();
  }

  boolean isTokens() {
    return numbers instanceof int[];
  }
}
