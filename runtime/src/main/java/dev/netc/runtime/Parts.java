package dev.netc.runtime;

import java.util.Arrays;

/**
 * The parts into which a long sum is divided, so that threads can share it and an error of rounding
 * grows with a part; by shape alone, so that the result has the same bits with any team.
 */
public final class Parts {
  /** The most parts of a sum. */
  public static final int MOST = 32;

  private Parts() {}

  /** How many parts {@code blocks} come to. */
  public static int count(int blocks) {
    int inPart = inPart(blocks);
    return (blocks + inPart - 1) / inPart;
  }

  private static int inPart(int blocks) {
    return Math.max(1, (blocks + MOST - 1) / MOST);
  }

  /** The first block of a part; that of the part after the last is behind the last block. */
  public static int first(int part, int blocks) {
    return Math.min(blocks, part * inPart(blocks));
  }

  /** Adds the sums of all parts, each of {@code columns} elements, in order. */
  public static void total(float[] sums, int parts, float[] to, int at, int columns) {
    Arrays.fill(to, at, at + columns, 0);
    for (int part = 0; part < parts; part++) {
      for (int j = 0; j < columns; j++) {
        to[at + j] += sums[part * columns + j];
      }
    }
  }
}
