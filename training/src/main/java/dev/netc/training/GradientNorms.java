package dev.netc.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

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

    private void add(double norm) {
      count++;
      sum += norm;
      // A norm that is no number stays the largest.
      largest = largest >= norm ? largest : norm;
    }

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
  private final Map<String, Norm[]> byStep = new LinkedHashMap<>();

  GradientNorms() {}

  void add(String path, double norm) {
    norms.computeIfAbsent(path, p -> new Norm()).add(norm);
  }

  void addByStep(String loop, float[] steps) {
    Norm[] known =
        byStep.computeIfAbsent(
            loop, l -> Stream.generate(Norm::new).limit(steps.length).toArray(Norm[]::new));
    for (int i = 0; i < steps.length; i++) {
      known[i].add(steps[i]);
    }
  }

  /** By the path of the parameter. */
  public Map<String, Norm> norms() {
    return norms;
  }

  /** By loop, the mean norm of the gradient to the carries with which each step begins. */
  public Map<String, double[]> byStep() {
    Map<String, double[]> means = new LinkedHashMap<>();
    byStep.forEach(
        (loop, steps) -> means.put(loop, Stream.of(steps).mapToDouble(Norm::mean).toArray()));
    return means;
  }
}
