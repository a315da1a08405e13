package dev.netc.codegen;

import com.palantir.javapoet.CodeBlock;
import dev.netc.ir.DType;
import dev.netc.ir.Elementwise;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Graph;
import dev.netc.ir.Indexing;
import dev.netc.ir.Leaf;
import dev.netc.ir.Shaping;
import dev.netc.ir.Value;
import dev.netc.passes.Pipeline;
import dev.netc.runtime.FreshParameters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What parameters and states start as, in calls of {@link FreshParameters}: most are draws that are
 * scaled and shifted, or one number. The others are left in a graph of their own.
 */
final class FirstValues {
  static final String VARIABLE = "fresh";

  private final CodeBlock.Builder calls = CodeBlock.builder();
  private final List<Graph.Output> others = new ArrayList<>();
  private final Graph graph;
  private boolean areZeros = true;

  /**
   * @param initializer gives an output for each, named by its path
   * @param networks whose parameters are wanted
   */
  FirstValues(Graph initializer, List<Graph> networks) {
    this.graph = Pipeline.standard().run(initializer);
    Set<String> wanted = new HashSet<>();
    networks.forEach(g -> g.parameters().forEach(v -> wanted.add(path(v))));
    for (Graph.Output output : graph.outputs()) {
      if (wanted.contains(output.name())) {
        Optional<CodeBlock> call = call(output.name(), output.value());
        call.ifPresentOrElse(calls::addStatement, () -> others.add(output));
        areZeros &= constant(output.value()).equals(OptionalDouble.of(0));
      }
    }
  }

  private static String path(Value parameter) {
    return ((Leaf.Parameter) parameter.op()).path();
  }

  CodeBlock calls() {
    return areZeros
        ? CodeBlock.builder().addStatement("$L.zeroOthers()", VARIABLE).build()
        : calls.build();
  }

  /** What computes the rest, as a training would. */
  Optional<KernelPlan> others() {
    if (others.isEmpty()) {
      return Optional.empty();
    }
    Set<Value> needed = Graph.needed(others.stream().map(Graph.Output::value).toList());
    needed.addAll(graph.inputs());
    needed.addAll(graph.parameters());
    return Optional.of(
        new KernelPlan(
            new Graph(
                graph.name(),
                graph.inputs(),
                graph.parameters(),
                others,
                List.of(),
                graph.values().stream().filter(needed::contains).toList())));
  }

  private static Optional<CodeBlock> call(String path, Value value) {
    if (value.dtype() != DType.F32) {
      return Optional.empty();
    }
    OptionalDouble everywhere = constant(value);
    if (everywhere.isPresent()) {
      return Optional.of(
          CodeBlock.of("$L.fill($S, $L)", VARIABLE, path, literal(everywhere.getAsDouble())));
    }
    if (value.op() instanceof Leaf.Parameter other) {
      return Optional.of(CodeBlock.of("$L.copy($S, $S)", VARIABLE, path, other.path()));
    }
    Part sum = part(BinaryFunction.ADD, value, 0);
    Part product = part(BinaryFunction.MULTIPLY, sum.rest(), 1);
    if (product.rest().op() instanceof Indexing.Random random && isBeforeTraining(random)) {
      return Optional.of(
          CodeBlock.of(
              "$L.$L($S, $L, $L, $L)",
              VARIABLE,
              random.distribution(),
              path,
              random.place(),
              literal(product.constant()),
              literal(sum.constant())));
    }
    return Optional.empty();
  }

  private static boolean isBeforeTraining(Indexing.Random random) {
    return random.seed().op() instanceof Leaf.Input
        && random.step().op() instanceof Leaf.Constant step
        && step.value() == -1;
  }

  /** A value as another one and a constant. */
  private record Part(Value rest, double constant) {}

  /**
   * @param neutral the constant that changes nothing
   */
  private static Part part(BinaryFunction function, Value value, double neutral) {
    if (value.op() instanceof Elementwise.Binary b && b.function() == function) {
      OptionalDouble second = constant(b.y());
      if (second.isPresent()) {
        return new Part(b.x(), second.getAsDouble());
      }
      OptionalDouble first = constant(b.x());
      if (first.isPresent()) {
        return new Part(b.y(), first.getAsDouble());
      }
    }
    return new Part(value, neutral);
  }

  private static OptionalDouble constant(Value value) {
    return switch (value.op()) {
      case Leaf.Constant c -> OptionalDouble.of(c.value());
      case Shaping.Broadcast b when b.operands().getFirst().op() instanceof Leaf.Constant c ->
          OptionalDouble.of(c.value());
      default -> OptionalDouble.empty();
    };
  }

  private static String literal(double value) {
    return Formulas.literal(DType.F32, value);
  }
}
