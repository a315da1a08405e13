package dev.netc.cli;

import dev.netc.codegen.CodegenException;
import dev.netc.codegen.Compiler;
import dev.netc.ir.Graph;
import dev.netc.ir.reference.Array;
import dev.netc.ir.reference.Evaluator;
import dev.netc.passes.Pass;
import dev.netc.passes.PassFailure;
import dev.netc.passes.Pipeline;
import dev.netc.passes.RandomArguments;
import dev.netc.runtime.Executable;
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Searches for the first pass of a pipeline after which a compiled graph computes something else
 * than the definitions of its operators say, on random arguments. Unlike {@link
 * dev.netc.passes.PassCheck} it finds passes whose graph is right and is compiled wrongly.
 */
final class Bisection {
  /** Relative to the largest element: far above what sums of f32 in another order make. */
  private static final double TOLERANCE = 1e-3;

  /**
   * What was found.
   *
   * @param right after how many passes the compiled graph is right; -1 if it is never
   * @param isWrong whether it is wrong after one more
   * @param what the difference, after one more pass or after all
   */
  record Finding(int right, boolean isWrong, String what) {
    String text(Pipeline pipeline) {
      int all = pipeline.passes().size();
      if (!isWrong) {
        return "right after all %d passes: %s".formatted(all, what);
      }
      if (right < 0) {
        return "wrong before any pass: " + what;
      }
      return """
          right after %d of %d passes, wrong after `%s`, number %d: %s
          `--passes "%s" --print-after` shows what it made."""
          .formatted(
              right,
              all,
              pipeline.passes().get(right).name(),
              right + 1,
              what,
              pipeline.first(right + 1));
    }
  }

  /** What one number of passes led to. */
  private record Trial(boolean right, String what) {}

  private final Graph graph;
  private final Pipeline pipeline;
  private final RandomArguments arguments;
  private final Evaluator.Result expected;

  private Bisection(Graph graph, Pipeline pipeline, long seed) {
    this.graph = graph;
    this.pipeline = pipeline;
    this.arguments = RandomArguments.of(graph, seed);
    this.expected = arguments.run(graph);
  }

  /** Searches, with arguments that are a function of the seed. */
  static Finding of(Graph graph, Pipeline pipeline, long seed) {
    return new Bisection(graph, pipeline, seed).search();
  }

  private Finding search() {
    int wrong = pipeline.passes().size();
    Trial last = trial(wrong);
    if (last.right()) {
      return new Finding(wrong, false, last.what());
    }
    int right = -1;
    while (wrong - right > 1) {
      int middle = (right + wrong) / 2;
      Trial trial = trial(middle);
      if (trial.right()) {
        right = middle;
      } else {
        wrong = middle;
        last = trial;
      }
    }
    return new Finding(right, true, last.what());
  }

  /** Compiles and runs the graph after the first passes, and what generated code needs. */
  private Trial trial(int count) {
    List<Pass> passes = new ArrayList<>(pipeline.first(count).passes());
    passes.addAll(Pipeline.level(0).passes());
    try {
      return run(new Pipeline(passes));
    } catch (PassFailure | CodegenException e) {
      return new Trial(false, String.valueOf(e.getMessage()));
    }
  }

  private Trial run(Pipeline passes) {
    Map<String, Tensor> parameters = tensors(arguments.parameters());
    Executable executable =
        Compiler.compile(graph, passes).apply(parameters).session(Team.single());
    Object[] inputs = tensors(arguments.inputs()).values().stream().map(Tensor::data).toArray();
    int[] dims =
        graph.symbols().stream().mapToInt(s -> arguments.symbols().get(s).intValue()).toArray();
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    expected.outputs().forEach((name, array) -> outputs.put(name, Elements.zeros(array)));
    executable.run(
        inputs, dims, graph.outputs().stream().map(o -> outputs.get(o.name()).data()).toArray());
    Difference difference = largest(Difference.NONE, "output ", expected.outputs(), outputs);
    difference = largest(difference, "update of ", expected.updates(), parameters);
    return new Trial(difference.size() <= TOLERANCE, "the largest difference is " + difference);
  }

  private static Difference largest(
      Difference so, String kind, Map<String, Array> expected, Map<String, Tensor> actual) {
    Difference largest = so;
    for (Map.Entry<String, Array> entry : expected.entrySet()) {
      Array array = entry.getValue();
      Tensor tensor = actual.get(entry.getKey());
      largest =
          largest.or(
              kind + entry.getKey(), array.size(), array::get, i -> Elements.get(tensor.data(), i));
    }
    return largest;
  }

  private static Map<String, Tensor> tensors(Map<String, Array> arrays) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    arrays.forEach((name, array) -> tensors.put(name, Elements.tensor(array)));
    return tensors;
  }
}
