package dev.netc.runtime;

/**
 * The weights of a Winograd convolution: for each point of {@link WinogradTransforms} the panels of
 * a matrix of channels by outputs, {@code G w G^T}.
 */
final class WinogradKernels implements WeightOrder {
  private static final int WIDTH = Tiles.ofThisMachine().width();
  private static final int TAPS = WinogradTransforms.TAPS;

  private static final WinogradTransforms TRANSFORMS = WinogradTransforms.ofThisMachine();

  private final int channels;
  private final int outputs;

  WinogradKernels(int channels, int outputs) {
    this.channels = channels;
    this.outputs = outputs;
  }

  private int ofPoint() {
    return PackedMatrix.length(channels, outputs);
  }

  /** Where the panels of a point start. */
  int start(int point) {
    return Vectors.LEAD + point * ofPoint();
  }

  @Override
  public int length() {
    return start(WinogradTransforms.POINTS);
  }

  /** The panels, which can be transformed side by side. */
  @Override
  public int parts() {
    return PackedMatrix.panels(outputs);
  }

  @Override
  public void pack(float[] w, int w0, int panel, float[] to) {
    int taps = TAPS * TAPS;
    int first = panel * WIDTH;
    int filled = Math.min(WIDTH, outputs - first);
    for (int c = 0; c < channels; c++) {
      int at = start(0) + first * channels + c * WIDTH;
      int from = w0 + (first * channels + c) * taps;
      for (int tap = 0; tap < taps; tap++) {
        int line = at + tap * ofPoint();
        for (int o = 0; o < WIDTH; o++) {
          to[line + o] = o < filled ? w[from + o * channels * taps + tap] : 0;
        }
      }
      for (int block = 0; block < WIDTH; block += BlockedLines.CHANNELS) {
        TRANSFORMS.kernels(to, at + block, ofPoint());
      }
    }
  }
}
