package dev.netc.runtime;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Places values of known lifetimes in one array so that values that live at the same time do not
 * overlap: first fit, largest values first (Pisarchyk and Lee 2020, "greedy by size").
 */
public final class Arena {
  private static final int ALIGNMENT = 16;

  /** The longest array that HotSpot makes. */
  private static final long LARGEST = Integer.MAX_VALUE - 8L;

  private final long[] offsets;
  private final long elements;
  private final long smallest;

  /**
   * @param first the index of the kernel that writes each value
   * @param last the index of the last kernel that reads it
   * @param size the elements of each value
   */
  public Arena(int[] first, int[] last, long[] size) {
    offsets = new long[size.length];
    Integer[] order = new Integer[size.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingLong((Integer i) -> -size[i]));
    long end = 0;
    for (int n = 0; n < order.length; n++) {
      int value = order[n];
      long offset = Vectors.LEAD;
      boolean moved = true;
      while (moved) {
        moved = false;
        for (int m = 0; m < n; m++) {
          int other = order[m];
          boolean together = first[value] <= last[other] && first[other] <= last[value];
          boolean overlap =
              offset < offsets[other] + size[other] && offsets[other] < offset + size[value];
          if (together && overlap) {
            offset = align(offsets[other] + size[other]);
            moved = true;
          }
        }
      }
      offsets[value] = offset;
      end = Math.max(end, offset + size[value]);
    }
    elements = end;
    smallest = Arrays.stream(size).min().orElse(0);
  }

  private static long align(long offset) {
    return (offset - Vectors.LEAD + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT + Vectors.LEAD;
  }

  /** Where value {@code i} starts. */
  public long start(int i) {
    return offsets[i];
  }

  /** The elements needed in all, however many an array holds. */
  public long elements() {
    return elements;
  }

  /**
   * Where value {@code i} starts in an array.
   *
   * @throws TooLargeException if one array cannot hold all values
   * @throws IllegalArgumentException if the size of a value is negative
   */
  public int offset(int i) {
    length();
    return (int) offsets[i];
  }

  /**
   * The length of an array for all values.
   *
   * @throws TooLargeException if there is none
   * @throws IllegalArgumentException if the size of a value is negative
   */
  public int length() {
    if (smallest < 0) {
      throw new IllegalArgumentException(
          "the extents are too small for this network: a value would have %,d elements"
              .formatted(smallest));
    }
    if (elements > LARGEST) {
      throw new TooLargeException(
          "the working memory has %,d elements of one type, an array holds %,d"
              .formatted(elements, LARGEST));
    }
    return (int) elements;
  }
}
