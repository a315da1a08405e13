package dev.netc.runtime;

/**
 * Finds the order of the elements along one axis, each line by itself: a stable merge sort of
 * indices by keys, so that the lowest index of equal elements is first. One object serves one
 * session.
 */
public final class LineSort {
  /** Elements that a thread sorts at a time. */
  private static final int GRAIN = 2_048;

  /** Runs of this length are sorted by insertion. */
  private static final int RUN = 8;

  /** Memory of one worker. */
  private static final class Scratch {
    long[] keys = new long[0];
    int[] order = new int[0];
    int[] merged = new int[0];

    void fit(int extent) {
      if (keys.length < extent) {
        keys = new long[extent];
        order = new int[extent];
        merged = new int[extent];
      }
    }
  }

  private final Team team;
  private final boolean descending;
  private final Scratch[] scratch;
  private final Team.Task chunk = this::chunk;

  private Object x = new float[0];
  private int x0;
  private int[] result = new int[0];
  private int result0;
  private int lines;
  private int extent;
  private int inner;
  private int inChunk;

  public LineSort(Team team, boolean descending) {
    this.team = team;
    this.descending = descending;
    this.scratch = new Scratch[team.size()];
    java.util.Arrays.setAll(scratch, i -> new Scratch());
  }

  /**
   * Sorts {@code x}, [outer, extent, inner], along its second axis.
   *
   * @param x an array of float, double, int or long
   */
  public void run(Object x, int x0, int[] order, int order0, int outer, int extent, int inner) {
    this.x = x;
    this.x0 = x0;
    this.result = order;
    this.result0 = order0;
    this.lines = outer * inner;
    this.extent = extent;
    this.inner = inner;
    this.inChunk = Math.max(1, GRAIN / Math.max(1, extent));
    team.run(chunk, (lines + inChunk - 1) / inChunk);
  }

  private void chunk(int chunk, int worker) {
    Scratch s = scratch[worker];
    s.fit(extent);
    int to = Math.min(lines, (chunk + 1) * inChunk);
    for (int line = chunk * inChunk; line < to; line++) {
      int first = line / inner * extent * inner + line % inner;
      keys(s.keys, x0 + first);
      int[] order = sort(s);
      for (int i = 0; i < extent; i++) {
        result[result0 + first + i * inner] = order[i];
      }
    }
  }

  private void keys(long[] keys, int first) {
    for (int i = 0; i < extent; i++) {
      int at = first + i * inner;
      long key =
          switch (x) {
            case float[] f -> key(f[at]);
            case double[] d -> key(d[at]);
            case int[] n -> n[at];
            case long[] n -> n[at];
            default -> throw new IllegalArgumentException("cannot sort " + x.getClass());
          };
      keys[i] = descending ? ~key : key;
    }
  }

  /** A number that is ordered as the floats are, NaN last; adding 0 makes 0 of -0. */
  private static long key(double x) {
    long bits = Double.doubleToLongBits(x + 0.0);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  private int[] sort(Scratch s) {
    for (int from = 0; from < extent; from += RUN) {
      insert(s.order, s.keys, from, Math.min(extent, from + RUN));
    }
    int[] sorted = s.order;
    int[] other = s.merged;
    for (int width = RUN; width < extent; width *= 2) {
      for (int from = 0; from < extent; from += 2 * width) {
        int middle = Math.min(extent, from + width);
        merge(sorted, other, s.keys, from, middle, Math.min(extent, middle + width));
      }
      int[] swapped = sorted;
      sorted = other;
      other = swapped;
    }
    return sorted;
  }

  private static void insert(int[] order, long[] keys, int from, int to) {
    for (int i = from; i < to; i++) {
      int j = i;
      for (; j > from && keys[order[j - 1]] > keys[i]; j--) {
        order[j] = order[j - 1];
      }
      order[j] = i;
    }
  }

  private static void merge(int[] from, int[] to, long[] keys, int low, int middle, int high) {
    int left = low;
    int right = middle;
    for (int i = low; i < high; i++) {
      boolean takesLeft = left < middle && (right >= high || keys[from[left]] <= keys[from[right]]);
      to[i] = from[takesLeft ? left++ : right++];
    }
  }
}
