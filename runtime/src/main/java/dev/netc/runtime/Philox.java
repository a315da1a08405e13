package dev.netc.runtime;

/**
 * Counter-based random numbers, Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as
 * 1, 2, 3", 2011): a function of (seed, step, place, element), so the same in any order.
 */
public final class Philox {
  private static final float ULP = 1.0f / (1 << 24);

  private final int[] words = new int[4];

  /** A generator without state: every call names its numbers. */
  public Philox() {}

  /** Fills {@code n} elements with numbers in [0, 1). */
  public void uniform(long seed, long step, int place, float[] out, int offset, int n) {
    for (int i = 0; i < n; i++) {
      if ((i & 3) == 0) {
        block(i >>> 2, place, step, seed);
      }
      out[offset + i] = (words[i & 3] >>> 8) * ULP;
    }
  }

  /** Fills {@code n} elements with normal numbers, by Box and Muller's method. */
  public void normal(long seed, long step, int place, float[] out, int offset, int n) {
    for (int i = 0; i < n; i++) {
      if ((i & 3) == 0) {
        block(i >>> 2, place, step, seed);
      }
      double radius = Math.sqrt(-2 * Math.log(((words[i & 2] >>> 8) + 0.5) * ULP));
      double angle = 2 * Math.PI * ((words[(i & 3) | 1] >>> 8) * (double) ULP);
      out[offset + i] = (float) (radius * ((i & 1) == 0 ? Math.cos(angle) : Math.sin(angle)));
    }
  }

  private void block(int index, int place, long step, long seed) {
    int c0 = index;
    int c1 = place;
    int c2 = (int) step;
    int c3 = (int) (step >>> 32);
    int k0 = (int) seed;
    int k1 = (int) (seed >>> 32);
    for (int round = 0; round < 10; round++) {
      long p0 = (c0 & 0xFFFFFFFFL) * 0xD2511F53L;
      long p1 = (c2 & 0xFFFFFFFFL) * 0xCD9E8D57L;
      c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c1 = (int) p1;
      c3 = (int) p0;
      k0 += 0x9E3779B9;
      k1 += 0xBB67AE85;
    }
    words[0] = c0;
    words[1] = c1;
    words[2] = c2;
    words[3] = c3;
  }
}
