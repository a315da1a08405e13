package dev.netc.runtime;

/** An order in which a kernel reads the weights of a convolution, [outputs, channels, taps]. */
interface WeightOrder {
  /** The elements of weights in this order. */
  int length();

  /** Parts that can be packed side by side. */
  int parts();

  /** Packs one part. */
  void pack(float[] w, int w0, int part, float[] to);
}
