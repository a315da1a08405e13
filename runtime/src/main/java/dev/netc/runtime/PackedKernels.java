package dev.netc.runtime;

import org.jspecify.annotations.Nullable;

/**
 * The weights of a convolution, [outputs, channels / groups, taps], in the orders in which its
 * kernels read them; each order is made when it is first asked for. Threads may share them.
 */
public final class PackedKernels {
  private static final int WIDTH = Tiles.ofThisMachine().width();

  private final float[] w;
  private final Layout layout;
  private final WinogradKernels winograd;
  private volatile float @Nullable [] plain;
  private volatile float @Nullable [] transformed;

  private PackedKernels(float[] w, Layout layout, WinogradKernels winograd) {
    this.w = w;
    this.layout = layout;
    this.winograd = winograd;
  }

  /**
   * Packs weights that do not change.
   *
   * @param channels of the images
   * @throws IllegalArgumentException if {@code w} ends before the weights do
   */
  public static PackedKernels of(
      int channels, int outputs, int groups, SlidingWindow window, float[] w) {
    Signature.checkLength("w", w.length, outputs * (channels / groups) * window.taps());
    return new PackedKernels(
        w, new Layout(channels, outputs, groups, window), new WinogradKernels(channels, outputs));
  }

  /** In the order of {@link Layout}. */
  float[] plain() {
    float[] made = plain;
    return made != null ? made : makePlain();
  }

  private synchronized float[] makePlain() {
    float[] made = plain;
    if (made == null) {
      made = pack(layout);
      plain = made;
    }
    return made;
  }

  /** In the order of {@link WinogradKernels}. */
  float[] transformed() {
    float[] made = transformed;
    return made != null ? made : makeTransformed();
  }

  private synchronized float[] makeTransformed() {
    float[] made = transformed;
    if (made == null) {
      made = pack(winograd);
      transformed = made;
    }
    return made;
  }

  private float[] pack(WeightOrder order) {
    float[] packed = new float[order.length()];
    for (int part = 0; part < order.parts(); part++) {
      order.pack(w, 0, part, packed);
    }
    return packed;
  }

  /**
   * For each group the panels of a matrix of taps and channels by outputs, or for each tap its
   * channels if every channel is a group of its own.
   */
  static final class Layout implements WeightOrder {
    private final int channels;
    private final int outputs;
    private final int groups;
    private final int taps;
    private final boolean isDepthwise;
    private final boolean isDirect;

    /** For each row of a group's matrix the {@code channel * taps + tap} of its weights. */
    private final int[] order;

    Layout(int channels, int outputs, int groups, SlidingWindow window) {
      this.channels = channels;
      this.outputs = outputs;
      this.groups = groups;
      this.taps = window.taps();
      this.isDepthwise = groups == channels && groups == outputs && groups > 1;
      int own = channels / groups;
      this.isDirect = !isDepthwise && BlockedLines.fits(window, own);
      this.order = isDirect ? new BlockedLines(window, own).order() : byTap(own, taps);
    }

    private static int[] byTap(int own, int taps) {
      int[] order = new int[own * taps];
      for (int i = 0; i < order.length; i++) {
        order[i] = i % own * taps + i / own;
      }
      return order;
    }

    /** Whether every channel is convolved by itself, into one. */
    boolean isDepthwise() {
      return isDepthwise;
    }

    /** Whether {@link DirectTiles} read the weights. */
    boolean isDirect() {
      return isDirect;
    }

    int groups() {
      return groups;
    }

    int outputs() {
      return outputs;
    }

    int taps() {
      return taps;
    }

    /** The outputs of a group. */
    int own() {
      return outputs / groups;
    }

    /** The rows of a group's matrix. */
    int depth() {
      return channels / groups * taps;
    }

    @Override
    public int parts() {
      return isDepthwise ? 1 : groups * panels();
    }

    private int panels() {
      return PackedMatrix.panels(own());
    }

    /** Where the panels of a group start. */
    int start(int group) {
      return Vectors.LEAD + group * PackedMatrix.length(depth(), own());
    }

    @Override
    public int length() {
      return isDepthwise ? channels * taps : start(groups);
    }

    @Override
    public void pack(float[] w, int w0, int part, float[] to) {
      if (isDepthwise) {
        for (int i = 0; i < channels * taps; i++) {
          to[i % taps * channels + i / taps] = w[w0 + i];
        }
        return;
      }
      int group = part / panels();
      int first = part % panels() * WIDTH;
      int at = start(group) + first * depth();
      for (int j = 0; j < WIDTH; j++) {
        int from = w0 + (group * own() + first + j) * depth();
        boolean filled = first + j < own();
        for (int k = 0; k < order.length; k++) {
          to[at + k * WIDTH + j] = filled ? w[from + order[k]] : 0;
        }
      }
    }

    /**
     * Packs the weights of a convolution whose gradient of the images is a convolution of this
     * layout: turned by 180 degrees, inputs and outputs exchanged.
     *
     * @param w [channels, outputs / groups, taps]
     */
    void packTurned(float[] w, int w0, int part, float[] to) {
      if (isDepthwise) {
        for (int i = 0; i < channels * taps; i++) {
          to[(taps - 1 - i % taps) * channels + i / taps] = w[w0 + i];
        }
        return;
      }
      int group = part / panels();
      int first = part % panels() * WIDTH;
      int at = start(group) + first * depth();
      int ofGroup = w0 + group * depth() * own() + taps - 1;
      int step = own() * taps;
      for (int j = 0; j < WIDTH; j++) {
        int from = ofGroup + (first + j) * taps;
        boolean filled = first + j < own();
        for (int k = 0; k < order.length; k++) {
          int tap = order[k] % taps;
          to[at + k * WIDTH + j] = filled ? w[from + order[k] / taps * step - tap] : 0;
        }
      }
    }

    /** Packs the weights of one tap and group, a matrix of outputs by channels. */
    void packTap(float[] w, int w0, int group, int tap, float[] to, int start) {
      int from = w0 + group * own() * depth() + tap;
      int columns = channels / groups;
      for (int j = 0; j < PackedMatrix.panels(columns) * WIDTH; j++) {
        int at = start + j / WIDTH * WIDTH * own() + j % WIDTH;
        for (int o = 0; o < own(); o++) {
          to[at + o * WIDTH] = j < columns ? w[from + o * depth() + j * taps] : 0;
        }
      }
    }
  }
}
