package dev.netc.passes;

import dev.netc.ir.DType;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import dev.netc.ir.reference.Array;
import dev.netc.ir.reference.Evaluator;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Tries a rule: computes both sides for random finite numbers, in f64 by definition. */
public final class RuleTrial {
  /** Relative to the largest element, and to 1. */
  private static final double TOLERANCE = 1e-9;

  private static final int TRIALS = 30;
  private static final double[] PLAIN = {0, 1, -1, 2, -2, 0.5, -0.5, 3};

  private RuleTrial() {}

  /**
   * Numbers for which the sides differ.
   *
   * @param inputs what the operands are, by name
   * @param left what the left side is then
   */
  public record Counterexample(Map<String, Array> inputs, Array left, Array right) {
    private int size() {
      return inputs.values().stream().mapToInt(Array::size).sum();
    }
  }

  /**
   * The smallest example found for which a rule is wrong.
   *
   * @param instances its sides for some types
   */
  public static Optional<Counterexample> search(List<EqualSides.Sides> instances, long seed) {
    Random random = new Random(seed);
    Optional<Counterexample> smallest = Optional.empty();
    for (EqualSides.Sides sides : instances) {
      for (int trial = 0; trial < TRIALS; trial++) {
        Map<String, Array> inputs = inputs(sides.left(), trial % 2 == 0, random);
        Optional<Counterexample> found = compare(sides, inputs);
        if (found.isPresent()
            && (smallest.isEmpty() || found.get().size() < smallest.get().size())) {
          smallest = found;
        }
      }
    }
    return smallest;
  }

  private static Map<String, Array> inputs(Graph graph, boolean plain, Random random) {
    Map<String, Array> inputs = new LinkedHashMap<>();
    for (Value value : graph.inputs()) {
      TensorType type = value.tensor();
      inputs.put(
          ((Leaf.Input) value.op()).name(),
          Array.fill(
              type.dtype(),
              type.shape().evaluate(Map.of()),
              i -> number(type.dtype(), plain, random)));
    }
    return inputs;
  }

  private static double number(DType dtype, boolean plain, Random random) {
    return switch (dtype) {
      case F32, F64 ->
          plain ? PLAIN[random.nextInt(PLAIN.length)] : (float) (2 * random.nextGaussian());
      case I32, I64 -> random.nextInt(7) - 3;
      case BOOL -> random.nextInt(2);
    };
  }

  private static Optional<Counterexample> compare(
      EqualSides.Sides sides, Map<String, Array> inputs) {
    Array left = run(sides.left(), inputs);
    Array right = run(sides.right(), inputs);
    double scale =
        Math.max(
            1, Arrays.stream(left.data()).filter(Double::isFinite).map(Math::abs).max().orElse(0));
    for (int i = 0; i < left.size(); i++) {
      double a = left.get(i);
      double b = right.get(i);
      boolean same = Double.compare(a + 0.0, b + 0.0) == 0 || Math.abs(a - b) <= TOLERANCE * scale;
      if (!same) {
        return Optional.of(new Counterexample(inputs, left, right));
      }
    }
    return Optional.empty();
  }

  private static Array run(Graph graph, Map<String, Array> inputs) {
    return new Evaluator(Map.of()).run(graph, inputs, Map.of()).outputs().get("result");
  }
}
