package dev.netc.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Convolution of images [n, depth, height, width, channels]: {@link WinogradConvolution} where that
 * pays for so many images; otherwise {@link DirectConvolution} where channels come in sixteens and
 * the kernel has several taps, {@link DepthwiseConvolution} where each channel is by itself, {@link
 * ProductConvolution} in all other cases. One object serves one session.
 */
public final class ChannelsLastConvolution {
  private final PackedKernels.Layout kernels;
  private final ConvolutionKernel kernel;
  private final @Nullable WinogradConvolution winograd;
  private final Team team;
  private final Workspace workspace;
  private final Team.Task packing = this::packChunk;
  private final Team.Task turning = this::turnChunk;

  private WeightOrder order;
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
    this.order = kernels;
    boolean fits = WinogradConvolution.fits(window, channels, outputs, groups);
    this.winograd =
        fits ? new WinogradConvolution(window, channels, outputs, team, workspace) : null;
  }

  /**
   * {@code y = epilogue(x * w)} of {@code n} images.
   *
   * @param w [outputs, channels / groups, kernel...]
   */
  public void forward(
      float[] x, int x0, float[] w, int w0, Epilogue epilogue, float[] y, int y0, int n) {
    forward(x, x0, w, w0, packing, epilogue, y, y0, n);
  }

  /** As above with weights that were packed before. */
  public void forward(
      float[] x, int x0, PackedKernels w, Epilogue epilogue, float[] y, int y0, int n) {
    WinogradConvolution faster = winograd;
    if (faster != null && faster.pays(n)) {
      faster.forward(x, x0, w.transformed(), epilogue, y, y0, n);
    } else {
      kernel.forward(x, x0, w.plain(), epilogue, y, y0, n);
    }
  }

  private void forward(
      float[] x,
      int x0,
      float[] from,
      int at,
      Team.Task packing,
      Epilogue epilogue,
      float[] y,
      int y0,
      int n) {
    WinogradConvolution faster = winograd;
    boolean pays = faster != null && faster.pays(n);
    order = pays ? faster.kernels() : kernels;
    w = from;
    w0 = at;
    packed = workspace.shared(order.length());
    team.run(packing, order.parts());
    (pays ? faster : kernel).forward(x, x0, packed, epilogue, y, y0, n);
  }

  private void packChunk(int part, int worker) {
    order.pack(w, w0, part, packed);
  }

  /**
   * {@code y = x * w} with the weights of the convolution of whose images this gives the gradient:
   * turned by 180 degrees, inputs and outputs exchanged.
   *
   * @param w [channels, outputs / groups, kernel...]
   */
  void forwardTurned(
      float[] x, int x0, float[] w, int w0, Epilogue epilogue, float[] y, int y0, int n) {
    forward(x, x0, w, w0, turning, epilogue, y, y0, n);
  }

  private void turnChunk(int part, int worker) {
    order.packTurned(w, w0, part, packed);
  }
}
