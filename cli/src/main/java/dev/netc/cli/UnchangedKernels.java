package dev.netc.cli;

import dev.netc.ir.Convolutional.Convolution;
import dev.netc.ir.Dim;
import dev.netc.ir.Graph;
import dev.netc.ir.Inliner;
import dev.netc.ir.Shape;
import dev.netc.ir.Value;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Why no kernel of a network becomes two. */
final class UnchangedKernels {
  private UnchangedKernels() {}

  /**
   * The reason, and what to do.
   *
   * @param inference the network
   * @param least the smallest kernel that was to become two
   */
  static String reason(Graph inference, int least) {
    List<Convolution> convolutions =
        Inliner.inlineBlocks(inference).values().stream()
            .map(Value::op)
            .filter(Convolution.class::isInstance)
            .map(Convolution.class::cast)
            .filter(
                c ->
                    c.w().shape().rank() > 3
                        && c.w().shape().dims().stream().allMatch(Dim::isConstant))
            .toList();
    if (convolutions.isEmpty()) {
      return "it has no convolutions in two or three axes; `netc factorize` makes trained weights of"
          + " matrix products smaller";
    }
    Optional<Convolution> largest =
        convolutions.stream()
            .filter(c -> c.groups() == 1)
            .max(Comparator.comparingLong(UnchangedKernels::largest));
    if (largest.isEmpty()) {
      return "all its convolutions are in groups, and these stay as they are";
    }
    if (largest(largest.get()) < least) {
      return "the largest of a convolution without groups is %s, and --least is %d"
          .formatted(
              LongStream.of(extents(largest.get()))
                  .mapToObj(Long::toString)
                  .collect(Collectors.joining("x")),
              least);
    }
    return "only those of `conv2d`, and of `conv3d` over more than one frame, are looked at";
  }

  private static long largest(Convolution c) {
    return LongStream.of(extents(c)).max().orElse(0);
  }

  /** Of the kernel, without outputs and inputs. */
  private static long[] extents(Convolution c) {
    Shape shape = c.w().shape();
    return IntStream.range(2, shape.rank()).mapToLong(i -> shape.dim(i).constant()).toArray();
  }
}
