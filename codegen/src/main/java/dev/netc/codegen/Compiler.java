package dev.netc.codegen;

import dev.netc.ir.Graph;
import dev.netc.ir.Inliner;
import dev.netc.ir.Leaf;
import dev.netc.ir.Value;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Executable;
import dev.netc.runtime.Signature;
import dev.netc.runtime.Tensor;
import java.util.Map;

/** Compiles graphs to Java. */
public final class Compiler {
  private Compiler() {}

  /** The kernels of a graph and the lifetimes of what they compute. */
  public static KernelPlan plan(Graph graph) {
    return new KernelPlan(Inliner.inline(graph, f -> true));
  }

  /**
   * Where the values of a graph are kept.
   *
   * @param extents of the symbolic dims
   */
  public static MemoryPlan memory(Graph graph, Map<String, Long> extents) {
    return MemoryPlan.of(plan(graph), extents);
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
    return new JavaEmitter(plan(graph), className).source(packageName);
  }

  /**
   * A graph, compiled and loaded.
   *
   * @param parameters by path; a training step updates their arrays
   * @throws CodegenException if the graph has something that is not compiled yet
   * @throws IllegalArgumentException if the parameters do not fit
   */
  public static Executable executable(Graph graph, Map<String, Tensor> parameters) {
    String name = KernelNames.field(graph.name());
    String packageName = "dev.netc.generated";
    Class<? extends Executable> compiled =
        InMemoryCompiler.compile(packageName + "." + name, source(graph, packageName, name));
    try {
      return compiled.getConstructor(Map.class).newInstance(parameters);
    } catch (java.lang.reflect.InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException wrong) {
        throw wrong;
      }
      throw new IllegalStateException("the compiled class does not start", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the compiled class does not start", e);
    }
  }
}
