package dev.netc.runtime;

/**
 * The gradient of a convolution's images [n, depth, height, width, channels]. For strides of 1 it
 * is the convolution of the cotangents with the weights turned by 180 degrees, inputs and outputs
 * exchanged; otherwise cotangents are added where the taps were. One object serves one session.
 */
public final class ChannelsLastInputGradient {
  private final ImageGradient gradient;

  public ChannelsLastInputGradient(
      int channels, int outputs, int groups, SlidingWindow window, Team team, Workspace workspace) {
    PackedKernels.Layout kernels = new PackedKernels.Layout(channels, outputs, groups, window);
    if (window.hasMirror()) {
      ChannelsLastConvolution mirrored =
          new ChannelsLastConvolution(
              /* channels= */ outputs,
              /* outputs= */ channels,
              groups,
              window.mirrored(),
              team,
              workspace);
      Epilogue nothing = new Epilogue();
      this.gradient =
          (dy, dy0, w, w0, dx, dx0, n) ->
              mirrored.forwardTurned(dy, dy0, w, w0, nothing, dx, dx0, n);
    } else if (kernels.isDepthwise()) {
      DepthwiseConvolution depthwise = new DepthwiseConvolution(window, channels, team);
      this.gradient =
          (dy, dy0, w, w0, dx, dx0, n) -> {
            float[] packed = workspace.shared(kernels.length());
            kernels.pack(w, w0, 0, packed);
            depthwise.inputGradient(dy, dy0, packed, dx, dx0, n);
          };
    } else {
      this.gradient = new ScatteredGradient(channels, window, kernels, team, workspace);
    }
  }

  /**
   * Overwrites {@code dx}.
   *
   * @param w [outputs, channels / groups, kernel...]
   */
  public void run(float[] dy, int dy0, float[] w, int w0, float[] dx, int dx0, int n) {
    gradient.run(dy, dy0, w, w0, dx, dx0, n);
  }
}
