package dev.netc.training;

import dev.netc.codegen.Compiler;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.TrainingPlan;
import dev.netc.ir.Graph;
import dev.netc.runtime.Executable;
import dev.netc.runtime.Signature;
import dev.netc.runtime.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The graphs of a training, compiled over one set of parameters. */
public final class Session {
  private final Map<String, Tensor> tensors;
  private final Executable step;
  private final Executable evaluate;
  private final int[] dims = new int[1];

  private Session(TrainingPlan plan, Map<String, Tensor> tensors) {
    this.tensors = tensors;
    this.step = Compiler.executable(plan.step(), tensors);
    this.evaluate = Compiler.executable(plan.evaluate(), tensors);
  }

  /** With fresh parameters. */
  public static Session start(CompiledNetwork network, TrainingPlan plan, long seed) {
    Map<String, Tensor> tensors =
        run(network.initialize(), Map.of(), new Object[] {new long[] {seed}});
    tensors.putAll(run(plan.initializeState(), tensors, new Object[0]));
    return new Session(plan, tensors);
  }

  /** With the parameters and states of a checkpoint. */
  public static Session resume(TrainingPlan plan, Map<String, Tensor> tensors) {
    return new Session(plan, new LinkedHashMap<>(tensors));
  }

  /** The outputs of a graph without symbolic dims, by name. */
  private static Map<String, Tensor> run(
      Graph graph, Map<String, Tensor> parameters, Object[] inputs) {
    Executable executable = Compiler.executable(graph, parameters);
    Map<String, Tensor> results = new LinkedHashMap<>();
    for (Signature.Slot slot : executable.signature().outputs()) {
      List<Integer> shape = slot.shape().stream().map(Integer::parseInt).toList();
      results.put(slot.name(), Tensor.zeros(slot.type(), shape));
    }
    executable.run(inputs, new int[0], results.values().stream().map(Tensor::data).toArray());
    return results;
  }

  /** The inputs that examples fill. */
  public static List<Signature.Slot> dataSlots(TrainingPlan plan) {
    return Compiler.signature(plan.evaluate()).inputs();
  }

  /** Parameters and states; training changes the arrays. */
  public Map<String, Tensor> tensors() {
    return tensors;
  }

  /**
   * Makes one update.
   *
   * @param inputs the step's: those of the network and the targets, seed, step and steps
   * @param batch the examples in them
   * @param outputs loss and metrics
   */
  public void update(Object[] inputs, int batch, Object[] outputs) {
    dims[0] = batch;
    step.run(inputs, dims, outputs);
  }

  Executable step() {
    return step;
  }

  Executable evaluate() {
    return evaluate;
  }
}
