package dev.netc.frontend;

import dev.netc.ir.Detection.Grid;
import dev.netc.ir.Detection.RoiAlign;
import dev.netc.ir.Detection.RoiArgMax;
import dev.netc.ir.Detection.Suppress;
import dev.netc.ir.Op;
import java.util.List;

/** Functions on boxes (x1, y1, x2, y2). */
final class DetectionOperators {
  static final List<Operator> ALL =
      List.of(
          Operator.of(
              "roi_align(x, boxes, image, height, width, scale?, samples?, aligned?)",
              "The means of the features in the cells of boxes (He et al. 2017): [K, C, height, "
                  + "width].",
              DetectionOperators::align),
          Operator.of(
              "roi_argmax(x, boxes, image, height, width, scale?)",
              "Where the largest feature of each cell of boxes is among all of `x`; -1 for a "
                  + "cell without a pixel.",
              DetectionOperators::argmax),
          Operator.of(
              "suppress(boxes, threshold)",
              "Which boxes stay when each, in order, removes those after it whose overlap is "
                  + "above the threshold.",
              DetectionOperators::suppress));

  private DetectionOperators() {}

  private static Meaning add(Arguments a, Op op) {
    return a.result(a.frame().builder().add(op));
  }

  private static Grid grid(Arguments a, int samples, boolean aligned) {
    return new Grid(a.integer("height"), a.integer("width"), a.real("scale", 1), samples, aligned);
  }

  private static Meaning align(Arguments a) {
    return add(
        a,
        new RoiAlign(
            a.tensor("x"),
            a.tensor("boxes"),
            a.tensor("image"),
            grid(a, a.integer("samples", 0), a.flag("aligned", true))));
  }

  private static Meaning argmax(Arguments a) {
    return add(
        a, new RoiArgMax(a.tensor("x"), a.tensor("boxes"), a.tensor("image"), grid(a, 0, false)));
  }

  private static Meaning suppress(Arguments a) {
    return add(a, new Suppress(a.tensor("boxes"), a.real("threshold")));
  }
}
