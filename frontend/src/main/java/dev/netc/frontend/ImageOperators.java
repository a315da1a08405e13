package dev.netc.frontend;

import dev.netc.ir.Convolutional.Convolution;
import dev.netc.ir.Dim;
import dev.netc.ir.ImageLayout;
import dev.netc.ir.Pooling.MaxPool;
import dev.netc.ir.Pooling.SumPool;
import dev.netc.ir.Value;
import dev.netc.ir.Window;
import java.util.ArrayList;
import java.util.List;

/** Functions that slide a window over images, [N, C, spatial axes...]. */
final class ImageOperators {
  static final List<Operator> ALL =
      List.of(
          Operator.of(
              "convolution(x, w, stride?, padding?, dilation?, groups?)",
              ImageOperators::convolution),
          Operator.of("max_pool(x, kernel, stride?, padding?, dilation?)", a -> pool(a, true)),
          Operator.of("sum_pool(x, kernel, stride?, padding?, dilation?)", a -> pool(a, false)));

  private ImageOperators() {}

  private static Meaning convolution(Arguments a) {
    Value x = a.tensor("x");
    Value w = a.tensor("w");
    int rank = x.shape().rank() - 2;
    if (rank < 1 || w.shape().rank() != rank + 2) {
      throw a.wrong(rank < 1 ? "x" : "w", "a tensor of the rank of the image, at least 3");
    }
    List<Integer> kernel = new ArrayList<>();
    for (Dim dim : w.shape().dims().subList(2, rank + 2)) {
      kernel.add(Math.toIntExact(dim.constant()));
    }
    Window window = window(a, kernel, 1);
    return a.result(
        a.frame()
            .builder()
            .add(
                new Convolution(x, w, window, a.integer("groups", 1), ImageLayout.CHANNELS_FIRST)));
  }

  private static Meaning pool(Arguments a, boolean max) {
    Value x = a.tensor("x");
    int rank = x.shape().rank() - 2;
    if (rank < 1) {
      throw a.wrong("x", "images of at least one spatial axis");
    }
    List<Integer> kernel = a.perAxis("kernel", rank, 1);
    Window window = window(a, kernel, 0);
    return a.result(
        a.frame()
            .builder()
            .add(
                max
                    ? new MaxPool(x, window, ImageLayout.CHANNELS_FIRST)
                    : new SumPool(x, window, ImageLayout.CHANNELS_FIRST)));
  }

  /** The window of the arguments; a stride of 0 is the kernel's extent. */
  private static Window window(Arguments a, List<Integer> kernel, int defaultStride) {
    int rank = kernel.size();
    List<Integer> stride =
        a.has("stride") || defaultStride > 0 ? a.perAxis("stride", rank, defaultStride) : kernel;
    List<Integer> padding = a.perAxis("padding", rank, 0);
    return Window.of(kernel)
        .withStride(stride)
        .withPadding(padding, padding)
        .withDilation(a.perAxis("dilation", rank, 1));
  }
}
