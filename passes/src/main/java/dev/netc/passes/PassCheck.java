package dev.netc.passes;

import dev.netc.ir.Graph;
import dev.netc.ir.reference.Array;
import dev.netc.ir.reference.Evaluator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the graph before and after each pass on the same random arguments, in f64 by the definition
 * of each operator, and compares all outputs and updates.
 */
public final class PassCheck implements PassObserver {
  /** The largest difference allowed, relative to the largest element of the tensor it is in. */
  public static final double TOLERANCE = 1e-9;

  /**
   * The largest difference that a pass made.
   *
   * @param tensor the output or update it is in, or empty if there is no difference
   * @param size relative to the largest element of that tensor; infinite if one side is NaN
   */
  public record Difference(Pass pass, String tensor, double size) {}

  private final long seed;
  private final List<Difference> differences = new ArrayList<>();
  private @Nullable RandomArguments arguments;
  private @Nullable Graph known;
  private Evaluator.@Nullable Result result;

  /**
   * @param seed of the arguments
   */
  public PassCheck(long seed) {
    this.seed = seed;
  }

  @Override
  public void ran(Run run) {
    if (arguments == null) {
      arguments = RandomArguments.of(run.before(), seed);
    }
    Evaluator.Result before =
        run.before().equals(known) && result != null ? result : arguments.run(run.before());
    Evaluator.Result after = run.after().equals(run.before()) ? before : arguments.run(run.after());
    known = run.after();
    result = after;
    Difference largest = new Difference(run.pass(), "", 0);
    largest = larger(largest, "output ", before.outputs(), after.outputs());
    largest = larger(largest, "update of ", before.updates(), after.updates());
    differences.add(largest);
    if (largest.size() > TOLERANCE) {
      throw new PassFailure(
          run.pass(),
          run.before(),
          "changes the %s by %.3g of its largest element, with the arguments of seed %d"
              .formatted(largest.tensor(), largest.size(), seed),
          null);
    }
  }

  /** A difference for each pass that ran, in order. */
  public List<Difference> differences() {
    return List.copyOf(differences);
  }

  private static Difference larger(
      Difference largest, String kind, Map<String, Array> before, Map<String, Array> after) {
    if (!before.keySet().equals(after.keySet())) {
      return new Difference(
          largest.pass(),
          kind + before.keySet() + " to " + after.keySet(),
          Double.POSITIVE_INFINITY);
    }
    Difference result = largest;
    for (Map.Entry<String, Array> entry : before.entrySet()) {
      double size =
          difference(entry.getValue(), after.getOrDefault(entry.getKey(), entry.getValue()));
      if (size > result.size()) {
        result = new Difference(largest.pass(), kind + entry.getKey(), size);
      }
    }
    return result;
  }

  private static double difference(Array a, Array b) {
    if (!Arrays.equals(a.shape(), b.shape())) {
      return Double.POSITIVE_INFINITY;
    }
    double scale = 1e-30;
    double most = 0;
    for (int i = 0; i < a.size(); i++) {
      double x = a.get(i);
      double y = b.get(i);
      if (Double.isFinite(x) && Double.isFinite(y)) {
        scale = Math.max(scale, Math.abs(x));
        most = Math.max(most, Math.abs(x - y));
      } else if (x != y && !(Double.isNaN(x) && Double.isNaN(y))) {
        return Double.POSITIVE_INFINITY;
      }
    }
    return most / scale;
  }

  /** A line a pass. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Difference d : differences) {
      text.append(
          d.size() == 0
              ? String.format(Locale.ROOT, "%-16s no difference%n", d.pass().name())
              : String.format(
                  Locale.ROOT, "%-16s %.1e, in the %s%n", d.pass().name(), d.size(), d.tensor()));
    }
    return text.toString();
  }
}
