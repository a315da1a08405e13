package dev.netc.training;

import java.util.LinkedHashMap;
import java.util.Map;

/** The norms of the gradients of parameters over an epoch. */
public final class GradientNorms {
  /** Below this mean a gradient has vanished: f32 sees no more of it beside weights near 1. */
  private static final double VANISHED = 1e-7;

  /** Above this a gradient has exploded. */
  private static final double EXPLODED = 1e3;

  /** Of one parameter, over the updates of an epoch. */
  public static final class Norm {
    private Norm() {}

    private int count;
    private double sum;
    private double largest;

    public double mean() {
      return sum / count;
    }

    public double largest() {
      return largest;
    }

    public boolean hasVanished() {
      return mean() < VANISHED;
    }

    public boolean hasExploded() {
      return !(largest <= EXPLODED);
    }
  }

  private final Map<String, Norm> norms = new LinkedHashMap<>();

  GradientNorms() {}

  void add(String path, double norm) {
    Norm known = norms.computeIfAbsent(path, p -> new Norm());
    known.count++;
    known.sum += norm;
    // A norm that is no number stays the largest.
    known.largest = known.largest >= norm ? known.largest : norm;
  }

  /** By the path of the parameter. */
  public Map<String, Norm> norms() {
    return norms;
  }
}
