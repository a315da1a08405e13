package dev.netc.ir.analysis;

import dev.netc.ir.Window;

/** Which positions along one axis of an input a value depends on. */
sealed interface Reach {
  /**
   * Element {@code i} along {@code axis} of the value depends on the positions {@code low + i *
   * step} to {@code high + i * step}; some may lie in padding.
   */
  record Along(int axis, long low, long high, long step) implements Reach {
    /** What a window that slides along the axis makes of it. */
    Along through(Window window, int spatial) {
      long before = window.padLow().get(spatial);
      long span = (window.kernel().get(spatial) - 1L) * window.dilation().get(spatial);
      return new Along(
          axis,
          low - before * step,
          high + (span - before) * step,
          step * window.stride().get(spatial));
    }

    Along onAxis(int other) {
      return new Along(other, low, high, step);
    }

    long size() {
      return high - low + 1;
    }
  }

  /** Every element may depend on every position. */
  record Whole() implements Reach {}

  /** What depends on either. */
  static Reach union(Reach a, Reach b) {
    return a instanceof Along x && b instanceof Along y && x.axis == y.axis && x.step == y.step
        ? new Along(x.axis, Math.min(x.low, y.low), Math.max(x.high, y.high), x.step)
        : new Whole();
  }
}
