package dev.netc.runtime;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The transforms on vectors of channels: first along columns into scratch memory, then along lines.
 *
 * <p>Both steps of a transform are in one method, though they repeat each other: it is then too
 * large for HotSpot to inline, and what is inlined into a method of many vectors may become
 * objects.
 */
final class VectorWinogradTransforms implements WinogradTransforms {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int CHANNELS = BlockedLines.CHANNELS;
  private static final int LINE = SIDE * CHANNELS;

  @Override
  public void pixels(
      float[] x,
      int at,
      int line,
      int pixel,
      float[] scratch,
      int scratch0,
      float[] points,
      int to,
      int plane) {
    FloatVector product = FloatVector.broadcast(SPECIES, PRODUCT);
    FloatVector sum = FloatVector.broadcast(SPECIES, SUM);
    FloatVector a = FloatVector.broadcast(SPECIES, A);
    FloatVector b = FloatVector.broadcast(SPECIES, B);
    FloatVector minusA = FloatVector.broadcast(SPECIES, -A);
    FloatVector minusB = FloatVector.broadcast(SPECIES, -B);
    FloatVector minusA2 = FloatVector.broadcast(SPECIES, -A2);
    FloatVector minusB2 = FloatVector.broadcast(SPECIES, -B2);
    for (int c = 0; c < CHANNELS; c += LANES) {
      for (int j = 0; j < SIDE; j++) {
        int from = at + j * pixel + c;
        FloatVector x0 = FloatVector.fromArray(SPECIES, x, from);
        FloatVector x1 = FloatVector.fromArray(SPECIES, x, from + line);
        FloatVector x2 = FloatVector.fromArray(SPECIES, x, from + 2 * line);
        FloatVector x3 = FloatVector.fromArray(SPECIES, x, from + 3 * line);
        FloatVector x4 = FloatVector.fromArray(SPECIES, x, from + 4 * line);
        FloatVector x5 = FloatVector.fromArray(SPECIES, x, from + 5 * line);
        int column = scratch0 + j * CHANNELS + c;
        x0.fma(product, x2.fma(sum, x4)).intoArray(scratch, column);
        FloatVector even = x2.fma(minusB2, x4);
        FloatVector odd = x1.fma(minusB2, x3);
        odd.fma(a, even).intoArray(scratch, column + LINE);
        odd.fma(minusA, even).intoArray(scratch, column + 2 * LINE);
        even = x2.fma(minusA2, x4);
        odd = x1.fma(minusA2, x3);
        odd.fma(b, even).intoArray(scratch, column + 3 * LINE);
        odd.fma(minusB, even).intoArray(scratch, column + 4 * LINE);
        x1.fma(product, x3.fma(sum, x5)).intoArray(scratch, column + 5 * LINE);
      }
      for (int i = 0; i < SIDE; i++) {
        int from = scratch0 + i * LINE + c;
        FloatVector x0 = FloatVector.fromArray(SPECIES, scratch, from);
        FloatVector x1 = FloatVector.fromArray(SPECIES, scratch, from + CHANNELS);
        FloatVector x2 = FloatVector.fromArray(SPECIES, scratch, from + 2 * CHANNELS);
        FloatVector x3 = FloatVector.fromArray(SPECIES, scratch, from + 3 * CHANNELS);
        FloatVector x4 = FloatVector.fromArray(SPECIES, scratch, from + 4 * CHANNELS);
        FloatVector x5 = FloatVector.fromArray(SPECIES, scratch, from + 5 * CHANNELS);
        int point = to + i * SIDE * plane + c;
        x0.fma(product, x2.fma(sum, x4)).intoArray(points, point);
        FloatVector even = x2.fma(minusB2, x4);
        FloatVector odd = x1.fma(minusB2, x3);
        odd.fma(a, even).intoArray(points, point + plane);
        odd.fma(minusA, even).intoArray(points, point + 2 * plane);
        even = x2.fma(minusA2, x4);
        odd = x1.fma(minusA2, x3);
        odd.fma(b, even).intoArray(points, point + 3 * plane);
        odd.fma(minusB, even).intoArray(points, point + 4 * plane);
        x1.fma(product, x3.fma(sum, x5)).intoArray(points, point + 5 * plane);
      }
    }
  }

  @Override
  public void results(
      float[] points,
      int at,
      int plane,
      float[] scratch,
      int scratch0,
      float[] bias,
      int bias0,
      float least,
      float[] y,
      int to,
      int line,
      int pixel,
      int lines,
      int columns) {
    FloatVector a = FloatVector.broadcast(SPECIES, A);
    FloatVector b = FloatVector.broadcast(SPECIES, B);
    FloatVector a2 = FloatVector.broadcast(SPECIES, A2);
    FloatVector b2 = FloatVector.broadcast(SPECIES, B2);
    FloatVector a3 = FloatVector.broadcast(SPECIES, A3);
    FloatVector b3 = FloatVector.broadcast(SPECIES, B3);
    FloatVector floor = FloatVector.broadcast(SPECIES, least);
    for (int c = 0; c < CHANNELS; c += LANES) {
      FloatVector summand = FloatVector.fromArray(SPECIES, bias, bias0 + c);
      for (int j = 0; j < SIDE; j++) {
        int from = at + j * plane + c;
        FloatVector x1 = FloatVector.fromArray(SPECIES, points, from + SIDE * plane);
        FloatVector x2 = FloatVector.fromArray(SPECIES, points, from + 2 * SIDE * plane);
        FloatVector x3 = FloatVector.fromArray(SPECIES, points, from + 3 * SIDE * plane);
        FloatVector x4 = FloatVector.fromArray(SPECIES, points, from + 4 * SIDE * plane);
        FloatVector even = x1.add(x2);
        FloatVector odd = x1.sub(x2);
        FloatVector farEven = x3.add(x4);
        FloatVector farOdd = x3.sub(x4);
        int column = scratch0 + j * CHANNELS + c;
        FloatVector x0 = FloatVector.fromArray(SPECIES, points, from);
        x0.add(even).add(farEven).intoArray(scratch, column);
        farOdd.fma(b, odd.mul(a)).intoArray(scratch, column + LINE);
        farEven.fma(b2, even.mul(a2)).intoArray(scratch, column + 2 * LINE);
        FloatVector x5 = FloatVector.fromArray(SPECIES, points, from + 5 * SIDE * plane);
        farOdd.fma(b3, odd.fma(a3, x5)).intoArray(scratch, column + 3 * LINE);
      }
      for (int i = 0; i < lines; i++) {
        int from = scratch0 + i * LINE + c;
        FloatVector x1 = FloatVector.fromArray(SPECIES, scratch, from + CHANNELS);
        FloatVector x2 = FloatVector.fromArray(SPECIES, scratch, from + 2 * CHANNELS);
        FloatVector x3 = FloatVector.fromArray(SPECIES, scratch, from + 3 * CHANNELS);
        FloatVector x4 = FloatVector.fromArray(SPECIES, scratch, from + 4 * CHANNELS);
        FloatVector even = x1.add(x2);
        FloatVector odd = x1.sub(x2);
        FloatVector farEven = x3.add(x4);
        FloatVector farOdd = x3.sub(x4);
        int result = to + i * line + c;
        FloatVector x0 = FloatVector.fromArray(SPECIES, scratch, from);
        x0.add(even).add(farEven).add(summand).max(floor).intoArray(y, result);
        if (columns > 1) {
          farOdd.fma(b, odd.fma(a, summand)).max(floor).intoArray(y, result + pixel);
        }
        if (columns > 2) {
          farEven.fma(b2, even.fma(a2, summand)).max(floor).intoArray(y, result + 2 * pixel);
        }
        if (columns > 3) {
          FloatVector x5 = FloatVector.fromArray(SPECIES, scratch, from + 5 * CHANNELS);
          farOdd.fma(b3, odd.fma(a3, x5.add(summand))).max(floor).intoArray(y, result + 3 * pixel);
        }
      }
    }
  }

  @Override
  public void kernels(float[] points, int at, int plane) {
    for (int c = 0; c < CHANNELS; c += LANES) {
      for (int k = 0; k < TAPS; k++) {
        int from = at + k * plane + c;
        int to = at + (POINTS / 2 + k) * plane + c;
        sixPoints(points, from, TAPS * plane, to, TAPS * plane);
      }
      for (int i = 0; i < SIDE; i++) {
        int from = at + (POINTS / 2 + i * TAPS) * plane + c;
        sixPoints(points, from, plane, at + i * SIDE * plane + c, plane);
      }
    }
  }

  /** {@code G} times three taps. */
  private static void sixPoints(float[] x, int from, int step, int to, int plane) {
    FloatVector w0 = FloatVector.fromArray(SPECIES, x, from);
    FloatVector w1 = FloatVector.fromArray(SPECIES, x, from + step);
    FloatVector w2 = FloatVector.fromArray(SPECIES, x, from + 2 * step);
    FloatVector.broadcast(SPECIES, 1 / PRODUCT).mul(w0).intoArray(x, to);
    FloatVector even = w2.fma(FloatVector.broadcast(SPECIES, A2), w0).mul(ROW_A);
    FloatVector odd = w1.mul(A * ROW_A);
    even.add(odd).intoArray(x, to + plane);
    even.sub(odd).intoArray(x, to + 2 * plane);
    even = w2.fma(FloatVector.broadcast(SPECIES, B2), w0).mul(ROW_B);
    odd = w1.mul(B * ROW_B);
    even.add(odd).intoArray(x, to + 3 * plane);
    even.sub(odd).intoArray(x, to + 4 * plane);
    w2.intoArray(x, to + 5 * plane);
  }
}
