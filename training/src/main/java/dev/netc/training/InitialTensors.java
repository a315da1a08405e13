package dev.netc.training;

import dev.netc.codegen.Compiler;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.TrainingPlan;
import dev.netc.ir.Graph;
import dev.netc.runtime.Executable;
import dev.netc.runtime.Signature;
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a network starts with, by path: a function of the seed alone. */
public final class InitialTensors {
  private InitialTensors() {}

  /** Parameters and states of the network, drawn by their initialisers. */
  public static Map<String, Tensor> parameters(CompiledNetwork network, long seed) {
    return run(network.initialize(), Map.of(), new Object[] {new long[] {seed}});
  }

  /** Those of all that is trained together, and the optimisers' states. */
  public static Map<String, Tensor> forTraining(TrainingPlan plan, long seed) {
    Map<String, Tensor> tensors =
        run(plan.initialize(), Map.of(), new Object[] {new long[] {seed}});
    tensors.putAll(run(plan.initializeState(), tensors, new Object[0]));
    return tensors;
  }

  /** The outputs of a graph without symbolic dims, by name. */
  private static Map<String, Tensor> run(
      Graph graph, Map<String, Tensor> parameters, Object[] inputs) {
    Executable executable = Compiler.executable(graph, parameters, Team.single());
    Map<String, Tensor> results = new LinkedHashMap<>();
    for (Signature.Slot slot : executable.signature().outputs()) {
      List<Integer> shape = slot.shape().stream().map(Integer::parseInt).toList();
      results.put(slot.name(), Tensor.zeros(slot.type(), shape));
    }
    executable.run(inputs, new int[0], results.values().stream().map(Tensor::data).toArray());
    return results;
  }
}
