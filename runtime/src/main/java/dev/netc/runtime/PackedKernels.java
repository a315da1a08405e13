package dev.netc.runtime;

/**
 * The weights of a convolution, [outputs, channels / groups, taps], in the order in which its tiles
 * read them: for each group the panels of a matrix of taps by outputs, or for each tap its channels
 * if every channel is a group of its own.
 */
public final class PackedKernels {
  private static final int WIDTH = Tiles.ofThisMachine().width();

  private final float[] array;

  private PackedKernels(float[] array) {
    this.array = array;
  }

  /**
   * Packs weights that do not change.
   *
   * @param channels of the images
   * @throws IllegalArgumentException if {@code w} ends before the weights do
   */
  public static PackedKernels of(int outputs, int channels, int taps, int groups, float[] w) {
    Signature.checkLength("w", w.length, outputs * (channels / groups) * taps);
    Layout layout = new Layout(outputs, channels, taps, groups);
    float[] array = new float[layout.length()];
    for (int group = 0; group < layout.parts(); group++) {
      layout.pack(w, 0, group, array);
    }
    return new PackedKernels(array);
  }

  float[] array() {
    return array;
  }

  /** Whether every channel is convolved by itself, into one. */
  static boolean isDepthwise(int outputs, int channels, int groups) {
    return groups == channels && groups == outputs && groups > 1;
  }

  /** Where what is. */
  record Layout(int outputs, int channels, int taps, int groups) {
    boolean isDepthwise() {
      return PackedKernels.isDepthwise(outputs, channels, groups);
    }

    /** The outputs of a group. */
    int own() {
      return outputs / groups;
    }

    /** The rows of a group's matrix. */
    int depth() {
      return channels / groups * taps;
    }

    /** Parts that can be packed side by side. */
    int parts() {
      return isDepthwise() ? 1 : groups;
    }

    /** Where the panels of a group start. */
    int start(int group) {
      return Vectors.LEAD + group * PackedMatrix.length(depth(), own());
    }

    int length() {
      return isDepthwise() ? channels * taps + Vectors.LEAD : start(groups);
    }

    void pack(float[] w, int w0, int group, float[] to) {
      if (isDepthwise()) {
        for (int c = 0; c < channels; c++) {
          for (int t = 0; t < taps; t++) {
            to[t * channels + c] = w[w0 + c * taps + t];
          }
        }
        return;
      }
      int from = w0 + group * own() * depth();
      matrix(channels / groups, taps, own(), w, from, taps, 1, depth(), to, start(group));
    }

    /**
     * Packs the weights with which the gradient of the images is a convolution of the cotangents:
     * turned by 180 degrees, inputs and outputs exchanged.
     */
    void packTurned(float[] w, int w0, int group, float[] to) {
      if (isDepthwise()) {
        for (int c = 0; c < channels; c++) {
          for (int t = 0; t < taps; t++) {
            to[(taps - 1 - t) * channels + c] = w[w0 + c * taps + t];
          }
        }
        return;
      }
      int from = w0 + group * own() * depth() + taps - 1;
      int start = new Layout(channels, outputs, taps, groups).start(group);
      matrix(own(), taps, channels / groups, w, from, depth(), -1, taps, to, start);
    }

    /** Packs the weights of one tap and group: outputs by channels. */
    void packTap(float[] w, int w0, int group, int tap, float[] to, int start) {
      int from = w0 + group * own() * depth() + tap;
      matrix(own(), 1, channels / groups, w, from, depth(), 0, taps, to, start);
    }
  }

  /**
   * Packs a matrix whose row {@code t * inner + i} and column j have the element {@code from + i *
   * iStep + t * tStep + j * jStep}.
   */
  private static void matrix(
      int inner,
      int taps,
      int columns,
      float[] w,
      int from,
      int iStep,
      int tStep,
      int jStep,
      float[] to,
      int start) {
    int depth = inner * taps;
    for (int j = 0; j < PackedMatrix.panels(columns) * WIDTH; j++) {
      int at = start + j / WIDTH * WIDTH * depth + j % WIDTH;
      for (int i = 0; i < inner; i++) {
        for (int t = 0; t < taps; t++) {
          int row = at + (t * inner + i) * WIDTH;
          to[row] = j < columns ? w[from + i * iStep + t * tStep + j * jStep] : 0;
        }
      }
    }
  }
}
