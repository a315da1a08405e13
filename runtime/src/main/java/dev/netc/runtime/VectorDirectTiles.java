package dev.netc.runtime;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * The direct tiles on vectors: where there are 32 registers eight or seven pixels, whichever
 * divides a line better, by one or two vectors of outputs; four pixels where there are 16.
 */
final class VectorDirectTiles implements DirectTiles {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int WIDTH = 2 * LANES;
  private static final boolean MANY_REGISTERS = LANES >= 16;

  private final float[] init = new float[WIDTH];

  @Override
  public void load(float[] x, int from, int step, float[] to, int at, int count) {
    for (int i = 0; i < count; i++) {
      for (int c = 0; c < BlockedLines.CHANNELS; c += LANES) {
        FloatVector.fromArray(SPECIES, x, from + i * step + c)
            .intoArray(to, at + i * BlockedLines.CHANNELS + c);
      }
    }
  }

  @Override
  public void line(
      float[] x,
      int base,
      int[] starts,
      int[] lengths,
      float[] w,
      int w0,
      int pixels,
      int outputs,
      float[] y,
      int y0,
      int step,
      float @Nullable [] bias,
      int bias0,
      float least) {
    boolean two = outputs > LANES;
    // Vectors in and out of methods would be objects, so sums start from memory.
    Arrays.fill(init, 0);
    if (bias != null) {
      System.arraycopy(bias, bias0, init, 0, outputs);
    }
    int tile = MANY_REGISTERS ? (two && divide(pixels, 7) < divide(pixels, 8) ? 7 : 8) : 4;
    for (int p = 0; p < pixels; p += tile) {
      int at = base + p * BlockedLines.CHANNELS;
      int to = y0 + p * step;
      int n = pixels - p;
      if (tile == 8 && two) {
        eightByTwo(x, at, starts, lengths, w, w0, n, y, to, step, init, outputs, least);
      } else if (tile == 8) {
        eightByOne(x, at, starts, lengths, w, w0, n, y, to, step, init, outputs, least);
      } else if (tile == 7) {
        sevenByTwo(x, at, starts, lengths, w, w0, n, y, to, step, init, outputs, least);
      } else if (two) {
        FourDirectPixels.byTwo(x, at, starts, lengths, w, w0, n, y, to, step, init, outputs, least);
      } else {
        FourDirectPixels.byOne(x, at, starts, lengths, w, w0, n, y, to, step, init, outputs, least);
      }
    }
  }

  /** The pixels that tiles of so many come to. */
  private static int divide(int pixels, int tile) {
    return (pixels + tile - 1) / tile * tile;
  }

  private static void eightByTwo(
      float[] x,
      int base,
      int[] starts,
      int[] lengths,
      float[] w,
      int w0,
      int pixels,
      float[] y,
      int y0,
      int step,
      float[] init,
      int outputs,
      float least) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s01 = FloatVector.fromArray(SPECIES, init, LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s11 = FloatVector.fromArray(SPECIES, init, LANES);
    FloatVector s20 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s21 = FloatVector.fromArray(SPECIES, init, LANES);
    FloatVector s30 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s31 = FloatVector.fromArray(SPECIES, init, LANES);
    FloatVector s40 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s41 = FloatVector.fromArray(SPECIES, init, LANES);
    FloatVector s50 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s51 = FloatVector.fromArray(SPECIES, init, LANES);
    FloatVector s60 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s61 = FloatVector.fromArray(SPECIES, init, LANES);
    FloatVector s70 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s71 = FloatVector.fromArray(SPECIES, init, LANES);
    int at = w0;
    for (int run = 0; run < starts.length; run++) {
      int from = base + starts[run];
      int length = lengths[run];
      for (int k = 0; k < length; k++) {
        FloatVector u = FloatVector.fromArray(SPECIES, w, at + k * WIDTH);
        FloatVector v = FloatVector.fromArray(SPECIES, w, at + k * WIDTH + LANES);
        FloatVector x0 = FloatVector.broadcast(SPECIES, x[from + k]);
        s00 = x0.fma(u, s00);
        s01 = x0.fma(v, s01);
        FloatVector x1 = FloatVector.broadcast(SPECIES, x[from + k + 16]);
        s10 = x1.fma(u, s10);
        s11 = x1.fma(v, s11);
        FloatVector x2 = FloatVector.broadcast(SPECIES, x[from + k + 32]);
        s20 = x2.fma(u, s20);
        s21 = x2.fma(v, s21);
        FloatVector x3 = FloatVector.broadcast(SPECIES, x[from + k + 48]);
        s30 = x3.fma(u, s30);
        s31 = x3.fma(v, s31);
        FloatVector x4 = FloatVector.broadcast(SPECIES, x[from + k + 64]);
        s40 = x4.fma(u, s40);
        s41 = x4.fma(v, s41);
        FloatVector x5 = FloatVector.broadcast(SPECIES, x[from + k + 80]);
        s50 = x5.fma(u, s50);
        s51 = x5.fma(v, s51);
        FloatVector x6 = FloatVector.broadcast(SPECIES, x[from + k + 96]);
        s60 = x6.fma(u, s60);
        s61 = x6.fma(v, s61);
        FloatVector x7 = FloatVector.broadcast(SPECIES, x[from + k + 112]);
        s70 = x7.fma(u, s70);
        s71 = x7.fma(v, s71);
      }
      at += length * WIDTH;
    }
    VectorMask<Float> mask = SPECIES.indexInRange(LANES, outputs);
    FloatVector floor = FloatVector.broadcast(SPECIES, least);
    s00.max(floor).intoArray(y, y0);
    s01.max(floor).intoArray(y, y0 + LANES, mask);
    if (pixels > 1) {
      s10.max(floor).intoArray(y, y0 + step);
      s11.max(floor).intoArray(y, y0 + step + LANES, mask);
    }
    if (pixels > 2) {
      s20.max(floor).intoArray(y, y0 + 2 * step);
      s21.max(floor).intoArray(y, y0 + 2 * step + LANES, mask);
    }
    if (pixels > 3) {
      s30.max(floor).intoArray(y, y0 + 3 * step);
      s31.max(floor).intoArray(y, y0 + 3 * step + LANES, mask);
    }
    if (pixels > 4) {
      s40.max(floor).intoArray(y, y0 + 4 * step);
      s41.max(floor).intoArray(y, y0 + 4 * step + LANES, mask);
    }
    if (pixels > 5) {
      s50.max(floor).intoArray(y, y0 + 5 * step);
      s51.max(floor).intoArray(y, y0 + 5 * step + LANES, mask);
    }
    if (pixels > 6) {
      s60.max(floor).intoArray(y, y0 + 6 * step);
      s61.max(floor).intoArray(y, y0 + 6 * step + LANES, mask);
    }
    if (pixels > 7) {
      s70.max(floor).intoArray(y, y0 + 7 * step);
      s71.max(floor).intoArray(y, y0 + 7 * step + LANES, mask);
    }
  }

  private static void eightByOne(
      float[] x,
      int base,
      int[] starts,
      int[] lengths,
      float[] w,
      int w0,
      int pixels,
      float[] y,
      int y0,
      int step,
      float[] init,
      int outputs,
      float least) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s10 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s20 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s30 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s40 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s50 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s60 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s70 = FloatVector.fromArray(SPECIES, init, 0);
    int at = w0;
    for (int run = 0; run < starts.length; run++) {
      int from = base + starts[run];
      int length = lengths[run];
      for (int k = 0; k < length; k++) {
        FloatVector u = FloatVector.fromArray(SPECIES, w, at + k * WIDTH);
        FloatVector x0 = FloatVector.broadcast(SPECIES, x[from + k]);
        s00 = x0.fma(u, s00);
        FloatVector x1 = FloatVector.broadcast(SPECIES, x[from + k + 16]);
        s10 = x1.fma(u, s10);
        FloatVector x2 = FloatVector.broadcast(SPECIES, x[from + k + 32]);
        s20 = x2.fma(u, s20);
        FloatVector x3 = FloatVector.broadcast(SPECIES, x[from + k + 48]);
        s30 = x3.fma(u, s30);
        FloatVector x4 = FloatVector.broadcast(SPECIES, x[from + k + 64]);
        s40 = x4.fma(u, s40);
        FloatVector x5 = FloatVector.broadcast(SPECIES, x[from + k + 80]);
        s50 = x5.fma(u, s50);
        FloatVector x6 = FloatVector.broadcast(SPECIES, x[from + k + 96]);
        s60 = x6.fma(u, s60);
        FloatVector x7 = FloatVector.broadcast(SPECIES, x[from + k + 112]);
        s70 = x7.fma(u, s70);
      }
      at += length * WIDTH;
    }
    VectorMask<Float> mask = SPECIES.indexInRange(0, outputs);
    FloatVector floor = FloatVector.broadcast(SPECIES, least);
    s00.max(floor).intoArray(y, y0, mask);
    if (pixels > 1) {
      s10.max(floor).intoArray(y, y0 + step, mask);
    }
    if (pixels > 2) {
      s20.max(floor).intoArray(y, y0 + 2 * step, mask);
    }
    if (pixels > 3) {
      s30.max(floor).intoArray(y, y0 + 3 * step, mask);
    }
    if (pixels > 4) {
      s40.max(floor).intoArray(y, y0 + 4 * step, mask);
    }
    if (pixels > 5) {
      s50.max(floor).intoArray(y, y0 + 5 * step, mask);
    }
    if (pixels > 6) {
      s60.max(floor).intoArray(y, y0 + 6 * step, mask);
    }
    if (pixels > 7) {
      s70.max(floor).intoArray(y, y0 + 7 * step, mask);
    }
  }

  private static void sevenByTwo(
      float[] x,
      int base,
      int[] starts,
      int[] lengths,
      float[] w,
      int w0,
      int pixels,
      float[] y,
      int y0,
      int step,
      float[] init,
      int outputs,
      float least) {
    FloatVector s00 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s01 = FloatVector.fromArray(SPECIES, init, LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s11 = FloatVector.fromArray(SPECIES, init, LANES);
    FloatVector s20 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s21 = FloatVector.fromArray(SPECIES, init, LANES);
    FloatVector s30 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s31 = FloatVector.fromArray(SPECIES, init, LANES);
    FloatVector s40 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s41 = FloatVector.fromArray(SPECIES, init, LANES);
    FloatVector s50 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s51 = FloatVector.fromArray(SPECIES, init, LANES);
    FloatVector s60 = FloatVector.fromArray(SPECIES, init, 0);
    FloatVector s61 = FloatVector.fromArray(SPECIES, init, LANES);
    int at = w0;
    for (int run = 0; run < starts.length; run++) {
      int from = base + starts[run];
      int length = lengths[run];
      for (int k = 0; k < length; k++) {
        FloatVector u = FloatVector.fromArray(SPECIES, w, at + k * WIDTH);
        FloatVector v = FloatVector.fromArray(SPECIES, w, at + k * WIDTH + LANES);
        FloatVector x0 = FloatVector.broadcast(SPECIES, x[from + k]);
        s00 = x0.fma(u, s00);
        s01 = x0.fma(v, s01);
        FloatVector x1 = FloatVector.broadcast(SPECIES, x[from + k + 16]);
        s10 = x1.fma(u, s10);
        s11 = x1.fma(v, s11);
        FloatVector x2 = FloatVector.broadcast(SPECIES, x[from + k + 32]);
        s20 = x2.fma(u, s20);
        s21 = x2.fma(v, s21);
        FloatVector x3 = FloatVector.broadcast(SPECIES, x[from + k + 48]);
        s30 = x3.fma(u, s30);
        s31 = x3.fma(v, s31);
        FloatVector x4 = FloatVector.broadcast(SPECIES, x[from + k + 64]);
        s40 = x4.fma(u, s40);
        s41 = x4.fma(v, s41);
        FloatVector x5 = FloatVector.broadcast(SPECIES, x[from + k + 80]);
        s50 = x5.fma(u, s50);
        s51 = x5.fma(v, s51);
        FloatVector x6 = FloatVector.broadcast(SPECIES, x[from + k + 96]);
        s60 = x6.fma(u, s60);
        s61 = x6.fma(v, s61);
      }
      at += length * WIDTH;
    }
    VectorMask<Float> mask = SPECIES.indexInRange(LANES, outputs);
    FloatVector floor = FloatVector.broadcast(SPECIES, least);
    s00.max(floor).intoArray(y, y0);
    s01.max(floor).intoArray(y, y0 + LANES, mask);
    if (pixels > 1) {
      s10.max(floor).intoArray(y, y0 + step);
      s11.max(floor).intoArray(y, y0 + step + LANES, mask);
    }
    if (pixels > 2) {
      s20.max(floor).intoArray(y, y0 + 2 * step);
      s21.max(floor).intoArray(y, y0 + 2 * step + LANES, mask);
    }
    if (pixels > 3) {
      s30.max(floor).intoArray(y, y0 + 3 * step);
      s31.max(floor).intoArray(y, y0 + 3 * step + LANES, mask);
    }
    if (pixels > 4) {
      s40.max(floor).intoArray(y, y0 + 4 * step);
      s41.max(floor).intoArray(y, y0 + 4 * step + LANES, mask);
    }
    if (pixels > 5) {
      s50.max(floor).intoArray(y, y0 + 5 * step);
      s51.max(floor).intoArray(y, y0 + 5 * step + LANES, mask);
    }
    if (pixels > 6) {
      s60.max(floor).intoArray(y, y0 + 6 * step);
      s61.max(floor).intoArray(y, y0 + 6 * step + LANES, mask);
    }
  }
}
