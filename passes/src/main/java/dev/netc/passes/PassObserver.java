package dev.netc.passes;

import dev.netc.ir.Graph;
import java.util.List;

/** Sees each run of a pass of a pipeline: to print, time, verify or check it. */
@FunctionalInterface
public interface PassObserver {
  /**
   * One pass having run over one graph.
   *
   * @param nanos the time it took
   * @param firings the places that it changed, if it tells
   */
  record Run(Pass pass, Graph before, Graph after, long nanos, List<Firing> firings) {
    public Run {
      firings = List.copyOf(firings);
    }
  }

  /**
   * Called after each pass.
   *
   * @throws PassFailure if what the pass made is wrong; the pipeline ends
   */
  void ran(Run run);
}
