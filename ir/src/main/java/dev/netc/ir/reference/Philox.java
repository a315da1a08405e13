package dev.netc.ir.reference;

import dev.netc.ir.Indexing.Distribution;

/**
 * Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011). The counter
 * is (element / 4, place, step low, step high), the key the seed; element {@code 4 n + j} comes
 * from word {@code j} of block {@code n}.
 */
final class Philox {
  private static final double ULP = 1.0 / (1 << 24);

  private Philox() {}

  static double draw(Distribution distribution, long seed, long step, int place, int element) {
    int[] words = {element >>> 2, place, (int) step, (int) (step >>> 32)};
    block(words, (int) seed, (int) (seed >>> 32));
    int lane = element & 3;
    if (distribution == Distribution.UNIFORM) {
      return (words[lane] >>> 8) * ULP;
    }
    double radius = Math.sqrt(-2 * Math.log(((words[lane & 2] >>> 8) + 0.5) * ULP));
    double angle = 2 * Math.PI * ((words[lane | 1] >>> 8) * ULP);
    return radius * ((lane & 1) == 0 ? Math.cos(angle) : Math.sin(angle));
  }

  /** Ten rounds on the counter, in place. */
  static void block(int[] c, int key0, int key1) {
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < 10; round++) {
      long p0 = (c[0] & 0xFFFFFFFFL) * 0xD2511F53L;
      long p1 = (c[2] & 0xFFFFFFFFL) * 0xCD9E8D57L;
      int c0 = (int) (p1 >>> 32) ^ c[1] ^ k0;
      int c2 = (int) (p0 >>> 32) ^ c[3] ^ k1;
      c[0] = c0;
      c[1] = (int) p1;
      c[2] = c2;
      c[3] = (int) p0;
      k0 += 0x9E3779B9;
      k1 += 0xBB67AE85;
    }
  }
}
