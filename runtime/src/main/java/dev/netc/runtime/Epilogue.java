package dev.netc.runtime;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of the sums of a convolution in the same kernel, channel by channel: {@code y = sum
 * * scale + bias + residual}, and where that is negative 0 if {@code relu}.
 */
public final class Epilogue {
  private static final float[] NONE = new float[0];

  private final Stretches stretches = Stretches.ofThisMachine();
  private float @Nullable [] scale;
  private int scale0;
  private float @Nullable [] bias;
  private int bias0;
  private float @Nullable [] residual;
  private int residual0;
  private boolean relu;

  /** Leaves sums as they are. */
  public Epilogue() {}

  /** Forgets what was asked for before. */
  public Epilogue clear() {
    scale = null;
    bias = null;
    residual = null;
    relu = false;
    return this;
  }

  /** A factor for each channel. */
  public Epilogue scale(float[] array, int offset) {
    scale = array;
    scale0 = offset;
    return this;
  }

  /** A summand for each channel. */
  public Epilogue bias(float[] array, int offset) {
    bias = array;
    bias0 = offset;
    return this;
  }

  /** A summand of the result's shape. */
  public Epilogue residual(float[] array, int offset) {
    residual = array;
    residual0 = offset;
    return this;
  }

  /** Negative results become 0. */
  public Epilogue relu() {
    relu = true;
    return this;
  }

  /** Whether the tiles can do all there is: a bias and a ReLU. */
  boolean isPlain() {
    return scale == null && residual == null;
  }

  float @Nullable [] bias() {
    return bias;
  }

  int bias0() {
    return bias0;
  }

  float least() {
    return relu ? 0 : Float.NEGATIVE_INFINITY;
  }

  /**
   * Finishes sums in place.
   *
   * @param at of element 0 in the result, of which {@code y0} is the first element
   * @param channel of element 0
   */
  void finish(float[] y, int y0, int at, int channel, int n) {
    stretches.finish(
        y,
        y0 + at,
        n,
        scale == null ? NONE : scale,
        scale0 + channel,
        bias == null ? NONE : bias,
        bias0 + channel,
        residual == null ? NONE : residual,
        residual0 + at,
        least());
  }
}
