package dev.netc.codegen;

import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Value;
import dev.netc.passes.Pipeline;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Executable;
import dev.netc.runtime.Network;
import dev.netc.runtime.Signature;
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.function.Function;

/** Compiles graphs to Java. */
public final class Compiler {
  private Compiler() {}

  /** The kernels of a graph and the lifetimes of what they compute. */
  public static KernelPlan plan(Graph graph) {
    return plan(graph, Pipeline.standard());
  }

  /**
   * The kernels of a graph after these passes, which at least inline what it calls: see {@link
   * Pipeline#level}.
   */
  public static KernelPlan plan(Graph graph, Pipeline pipeline) {
    return new KernelPlan(pipeline.run(graph));
  }

  /**
   * Where the values of a graph are kept.
   *
   * @param extents of the symbolic dims
   */
  public static MemoryPlan memory(Graph graph, Map<String, Long> extents) {
    return memory(plan(graph), extents);
  }

  /**
   * Where the values that kernels compute are kept.
   *
   * @param extents of the symbolic dims
   */
  public static MemoryPlan memory(KernelPlan plan, Map<String, Long> extents) {
    return MemoryPlan.of(plan, extents);
  }

  /** What a graph takes and gives. */
  public static Signature signature(Graph graph) {
    return new Signature(
        graph.name(),
        graph.symbols(),
        graph.inputs().stream().map(v -> slot(((Leaf.Input) v.op()).name(), v)).toList(),
        graph.parameters().stream().map(v -> slot(((Leaf.Parameter) v.op()).path(), v)).toList(),
        graph.outputs().stream().map(o -> slot(o.name(), o.value())).toList());
  }

  private static Signature.Slot slot(String name, Value value) {
    return new Signature.Slot(
        name,
        ElementType.valueOf(value.dtype().name()),
        value.shape().dims().stream().map(Object::toString).toList());
  }

  /**
   * The class of a graph as source text.
   *
   * @throws CodegenException if the graph has something that is not compiled yet
   */
  public static String source(Graph graph, String packageName, String className) {
    return source(graph, Pipeline.standard(), packageName, className);
  }

  /**
   * The class of a graph as source text, after other passes than the standard ones.
   *
   * @throws CodegenException if the graph has something that is not compiled, such as calls that no
   *     pass has inlined
   */
  public static String source(Graph graph, Pipeline passes, String packageName, String className) {
    return new NetworkClass(graph, packageName, className).passes(passes).source();
  }

  /**
   * A graph, compiled and loaded: from parameters by path to a network.
   *
   * @throws CodegenException if the graph has something that is not compiled yet
   */
  public static Function<Map<String, Tensor>, Network> compile(Graph graph) {
    return compile(graph, Pipeline.standard());
  }

  /**
   * A graph, compiled after these passes, and loaded.
   *
   * @throws CodegenException if what the passes leave cannot be compiled
   */
  public static Function<Map<String, Tensor>, Network> compile(Graph graph, Pipeline pipeline) {
    String name = KernelNames.field(graph.name());
    String packageName = "dev.netc.generated";
    String source = source(graph, pipeline, packageName, name);
    Class<? extends Network> compiled = InMemoryCompiler.compile(packageName + "." + name, source);
    return parameters -> construct(compiled, parameters);
  }

  private static Network construct(
      Class<? extends Network> compiled, Map<String, Tensor> parameters) {
    try {
      return compiled.getConstructor(Map.class).newInstance(parameters);
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case IllegalArgumentException wrong -> throw wrong;
        case Error error -> throw error;
        default -> throw new IllegalStateException("the compiled class does not start", e);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the compiled class does not start", e);
    }
  }

  /**
   * A session of a graph, compiled and loaded.
   *
   * @param parameters by path; a training step updates their arrays
   * @param team the threads that share the work
   * @throws CodegenException if the graph has something that is not compiled yet
   * @throws IllegalArgumentException if the parameters do not fit
   */
  public static Executable executable(Graph graph, Map<String, Tensor> parameters, Team team) {
    return compile(graph).apply(parameters).session(team);
  }
}
