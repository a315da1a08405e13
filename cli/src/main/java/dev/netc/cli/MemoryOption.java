package dev.netc.cli;

import dev.netc.codegen.MemoryBudget;
import dev.netc.ir.Calls;
import dev.netc.ir.Function;
import dev.netc.ir.Graph;
import dev.netc.ir.Value;
import dev.netc.passes.MemorySize;
import dev.netc.passes.Pipeline;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --memory}: how much a graph's values may take; what does not fit is computed again. */
final class MemoryOption {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description = "compute values again rather than keep them until all fit in SIZE, as 256MB")
  @Nullable String memory;

  boolean isGiven() {
    return memory != null;
  }

  /**
   * The graph after the passes, made to fit; nothing if memory is not limited.
   *
   * @param batch the extent of every symbolic dim
   * @throws dev.netc.codegen.CodegenException if it cannot be made to
   */
  Optional<MemoryBudget> fit(Graph graph, Pipeline passes, int batch) {
    if (memory == null) {
      return Optional.empty();
    }
    if (batch < 1) {
      throw new UserError("error: --batch is at least 1, not " + batch);
    }
    Map<String, Long> extents = new HashMap<>();
    graph.symbols().forEach(s -> extents.put(s, (long) batch));
    Graph optimised = passes.run(graph);
    if (optimised.values().stream().anyMatch(MemoryOption::isBlock)) {
      throw new UserError("error: --memory needs the pass `inline` before it");
    }
    return Optional.of(MemoryBudget.fit(optimised, Pipeline.parse(""), bytes(memory), extents));
  }

  private static boolean isBlock(Value value) {
    return value.op() instanceof Calls.Call call && call.function().kind() == Function.Kind.BLOCK;
  }

  private long bytes(String text) {
    try {
      return MemorySize.parse(text).bytes();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--memory: " + e.getMessage(), e);
    }
  }
}
