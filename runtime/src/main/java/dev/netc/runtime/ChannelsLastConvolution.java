package dev.netc.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Convolution of images [n, depth, height, width, channels]: {@link DirectConvolution} where
 * channels come in sixteens and the kernel has several taps, {@link DepthwiseConvolution} where
 * each channel is by itself, {@link ProductConvolution} otherwise. One object serves one session.
 *
 * <p>By weights that do not change, {@link WinogradConvolution} where that pays for so many images.
 * Not by those of a training step: there its rounding, 1.7 times that of the others, is amplified
 * by batch norms step by step, until losses are further from exact ones than they need be.
 */
public final class ChannelsLastConvolution {
  private final PackedKernels.Layout kernels;
  private final ConvolutionKernel kernel;
  private final @Nullable WinogradConvolution winograd;
  private final Team team;
  private final Workspace workspace;
  private final Team.Task packing = this::packChunk;
  private final Team.Task turning = this::turnChunk;

  private float[] w = new float[0];
  private int w0;
  private float[] packed = w;

  public ChannelsLastConvolution(
      int channels, int outputs, int groups, SlidingWindow window, Team team, Workspace workspace) {
    this.kernels = new PackedKernels.Layout(channels, outputs, groups, window);
    this.team = team;
    this.workspace = workspace;
    if (kernels.isDepthwise()) {
      this.kernel = new DepthwiseConvolution(window, channels, team);
    } else if (kernels.isDirect()) {
      this.kernel = new DirectConvolution(window, channels, kernels, team, workspace);
    } else {
      this.kernel = new ProductConvolution(channels, window, kernels, team, workspace);
    }
    this.winograd =
        WinogradConvolution.fits(window, channels, outputs, groups)
            ? new WinogradConvolution(window, channels, outputs, team, workspace)
            : null;
  }

  /**
   * {@code y = epilogue(x * w)} of {@code n} images.
   *
   * @param w [outputs, channels / groups, kernel...]
   */
  public void forward(
      float[] x, int x0, float[] w, int w0, Epilogue epilogue, float[] y, int y0, int n) {
    pack(w, w0, packing);
    kernel.forward(x, x0, packed, epilogue, y, y0, n);
  }

  /** As above with weights that do not change. */
  public void forward(
      float[] x, int x0, PackedKernels w, Epilogue epilogue, float[] y, int y0, int n) {
    if (winograd != null && winograd.pays(n)) {
      winograd.forward(x, x0, w.transformed(), epilogue, y, y0, n);
    } else {
      kernel.forward(x, x0, w.plain(), epilogue, y, y0, n);
    }
  }

  private void pack(float[] from, int at, Team.Task task) {
    w = from;
    w0 = at;
    packed = workspace.shared(kernels.length());
    team.run(task, kernels.parts());
  }

  private void packChunk(int part, int worker) {
    kernels.pack(w, w0, part, packed);
  }

  /**
   * {@code y = x * w} with the weights of the convolution of whose images this gives the gradient:
   * turned by 180 degrees, inputs and outputs exchanged.
   *
   * @param w [channels, outputs / groups, kernel...]
   */
  void forwardTurned(
      float[] x, int x0, float[] w, int w0, Epilogue epilogue, float[] y, int y0, int n) {
    pack(w, w0, turning);
    kernel.forward(x, x0, packed, epilogue, y, y0, n);
  }

  private void turnChunk(int part, int worker) {
    kernels.packTurned(w, w0, part, packed);
  }
}
