package dev.netc.frontend;

import dev.netc.ir.Convolutional.Convolution;
import dev.netc.ir.Convolutional.InputGradient;
import dev.netc.ir.Dim;
import dev.netc.ir.ImageLayout;
import dev.netc.ir.Pooling.MaxPool;
import dev.netc.ir.Pooling.SumPool;
import dev.netc.ir.Shape;
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
              "The cross-correlation of images, channels first, with `w`, [out, C / groups, "
                  + "kernel...]. Padding is one number, or one an axis.",
              ImageOperators::convolution),
          Operator.of(
              "transposed_convolution(x, w, stride?, padding?, output_padding?, dilation?, "
                  + "groups?)",
              "The gradient of a convolution to its input, as a layer; `w` is [C, out / groups, "
                  + "kernel...].",
              ImageOperators::transposed),
          Operator.of(
              "max_pool(x, kernel, stride?, padding?, dilation?, ceil?)",
              "The largest element of each window; the gradient goes to the first of equal ones. "
                  + "`ceil` keeps a last window that hangs over the edge.",
              a -> pool(a, true)),
          Operator.of(
              "sum_pool(x, kernel, stride?, padding?, dilation?, ceil?)",
              "The sum of each window.",
              a -> pool(a, false)));

  private ImageOperators() {}

  private static Meaning convolution(Arguments a) {
    Value x = a.tensor("x");
    Value w = a.tensor("w");
    int rank = x.shape().rank() - 2;
    if (rank < 1 || w.shape().rank() != rank + 2) {
      throw a.wrong(rank < 1 ? "x" : "w", "a tensor of the rank of the image, at least 3");
    }
    Window window = window(a, kernel(w), 1);
    checkFits(a, window, x.shape());
    return a.result(
        a.frame()
            .builder()
            .add(
                new Convolution(x, w, window, a.integer("groups", 1), ImageLayout.CHANNELS_FIRST)));
  }

  /**
   * The gradient of a convolution as an operator of its own; weights are [C, out / groups, ...].
   */
  private static Meaning transposed(Arguments a) {
    Value x = a.tensor("x");
    Value w = a.tensor("w");
    int rank = x.shape().rank() - 2;
    if (rank < 1 || w.shape().rank() != rank + 2) {
      throw a.wrong(rank < 1 ? "x" : "w", "a tensor of the rank of the image, at least 3");
    }
    List<Integer> kernel = kernel(w);
    Window window = window(a, kernel, 1);
    List<Integer> more = a.perAxis("output_padding", rank, 0);
    List<Dim> extents = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      int reach = (kernel.get(i) - 1) * window.dilation().get(i) + 1;
      int cut = window.padLow().get(i) + window.padHigh().get(i);
      if (more.get(i) < 0
          || more.get(i) >= Math.max(window.stride().get(i), window.dilation().get(i))) {
        throw a.wrong("output_padding", "0 to less than the stride or the dilation")
            .withHelp("it is how many of the last rows are added, where the stride leaves it open");
      }
      Dim steps = x.shape().dim(i + 2).plus(-1).times(window.stride().get(i));
      Dim extent = steps.plus(reach - cut + more.get(i));
      if (extent.isConstant() && extent.constant() < 1) {
        throw Mistake.at(
            a.actual("padding").span(),
            "the padding takes away all that there is",
            "the result would have an extent of " + extent);
      }
      extents.add(extent);
    }
    return a.result(
        a.frame()
            .builder()
            .add(
                new InputGradient(
                    x, w, window, a.integer("groups", 1), ImageLayout.CHANNELS_FIRST, extents)));
  }

  private static List<Integer> kernel(Value w) {
    List<Integer> kernel = new ArrayList<>();
    for (Dim dim : w.shape().dims().subList(2, w.shape().rank())) {
      kernel.add(Math.toIntExact(dim.constant()));
    }
    return kernel;
  }

  private static Meaning pool(Arguments a, boolean max) {
    Value x = a.tensor("x");
    int rank = x.shape().rank() - 2;
    if (rank < 1) {
      throw a.wrong("x", "images of at least one spatial axis");
    }
    List<Integer> kernel = a.perAxis("kernel", rank, 1);
    Window window = window(a, kernel, 0);
    if (a.flag("ceil", false)) {
      window = rounded(a, window, x.shape());
    }
    checkFits(a, window, x.shape());
    Window chosen = window;
    return a.result(
        a.frame()
            .builder()
            .add(
                max
                    ? new MaxPool(x, chosen, ImageLayout.CHANNELS_FIRST)
                    : new SumPool(x, chosen, ImageLayout.CHANNELS_FIRST)));
  }

  /**
   * With more padding behind, so that the last window may hang over the edge, as in PyTorch: if it
   * starts within the image or the padding before it.
   */
  private static Window rounded(Arguments a, Window window, Shape image) {
    List<Integer> high = new ArrayList<>();
    for (int i = 0; i < window.rank(); i++) {
      Dim dim = image.dim(i + 2);
      if (!dim.isConstant()) {
        throw a.wrong("ceil", "false for the extent " + dim + ", which is known at run time only");
      }
      int stride = window.stride().get(i);
      int low = window.padLow().get(i);
      int reach = (window.kernel().get(i) - 1) * window.dilation().get(i) + 1;
      int extent = (int) dim.constant() + low + window.padHigh().get(i);
      int count = Math.ceilDiv(extent - reach, stride) + 1;
      if ((count - 1) * stride >= (int) dim.constant() + low) {
        count--;
      }
      high.add(window.padHigh().get(i) + Math.max(0, (count - 1) * stride + reach - extent));
    }
    return window.withPadding(window.padLow(), high);
  }

  /** The window of the arguments; where a stride of 0 is the default it is the kernel's extent. */
  private static Window window(Arguments a, List<Integer> kernel, int defaultStride) {
    int rank = kernel.size();
    List<Integer> stride = a.perAxis("stride", rank, defaultStride);
    if (defaultStride == 0 && stride.stream().allMatch(s -> s == 0)) {
      stride = kernel;
    }
    List<Integer> padding = a.perAxis("padding", rank, 0);
    List<Integer> dilation = a.perAxis("dilation", rank, 1);
    check(a, "kernel", kernel, 1);
    check(a, "stride", stride, 1);
    check(a, "padding", padding, 0);
    check(a, "dilation", dilation, 1);
    return Window.of(kernel)
        .withStride(stride)
        .withPadding(padding, padding)
        .withDilation(dilation);
  }

  private static void check(Arguments a, String name, List<Integer> given, int least) {
    if (a.has(name) && given.stream().anyMatch(n -> n < least)) {
      throw a.wrong(name, "integers from " + least + " on")
          .withHelp(
              switch (name) {
                case "stride" -> "`stride = 1` goes from element to element";
                case "padding" -> "to cut an image, slice it: `x[:, :, 1:9, 1:9]`";
                case "dilation" -> "`dilation = 1` is a kernel without gaps";
                default -> "a kernel of 1 looks at one element";
              });
    }
  }

  private static void checkFits(Arguments a, Window window, Shape image) {
    for (int i = 0; i < window.rank(); i++) {
      Dim extent = image.dim(i + 2);
      int kernel = window.kernel().get(i);
      int dilation = window.dilation().get(i);
      long reach = (kernel - 1L) * dilation + 1;
      int low = window.padLow().get(i);
      int high = window.padHigh().get(i);
      if (extent.isConstant() && extent.constant() + low + high < reach) {
        String spans = dilation == 1 ? "" : ", which spans %d by its dilation,".formatted(reach);
        String text =
            "a kernel of %d%s does not fit into an extent of %s with padding %d and %d"
                .formatted(kernel, spans, extent, low, high);
        throw Mistake.at(a.has("kernel") ? a.actual("kernel").span() : a.span(), text, "")
            .withHelp(
                "take a smaller kernel, or `padding = %d`"
                    .formatted(Math.ceilDiv(reach - extent.constant(), 2)));
      }
    }
  }
}
