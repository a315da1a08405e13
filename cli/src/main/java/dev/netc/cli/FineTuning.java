package dev.netc.cli;

import dev.netc.cli.lowrank.Factorization;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.TrainingPlan;
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import dev.netc.training.DataSet;
import dev.netc.training.InitialTensors;
import dev.netc.training.Session;
import dev.netc.training.Trainer;
import dev.netc.training.TrainingListener;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Trains a network on whose weights are products of two: the training step computes the weights
 * from their factors, and gradients go to these.
 *
 * @param net the file, compiled with weights that are such products
 * @param folder where checkpoints go; it exists
 */
record FineTuning(NetFile net, DataSet examples, Path folder, Team team, TrainingListener display) {
  private static final long SEED = 1;

  /** What the factors and the other parameters are after some epochs, by path. */
  Map<String, Tensor> run(Factorization factorization, Map<String, Tensor> weights, int epochs) {
    CompiledNetwork network = net.network();
    TrainingPlan plan = net.training();
    Map<String, Tensor> start = factorization.apply(weights);
    Map<String, Tensor> tensors = new LinkedHashMap<>(InitialTensors.forTraining(plan, SEED));
    start.forEach((path, tensor) -> tensors.replace(path, copy(tensor)));
    Session session = Session.resume(plan, tensors, team);
    new Trainer(network.name(), session, examples, plan.batch(), epochs, SEED, folder, display)
        .run();
    Map<String, Tensor> tuned = new LinkedHashMap<>(start);
    tuned.replaceAll((path, tensor) -> session.tensors().getOrDefault(path, tensor));
    return tuned;
  }

  /** Training changes arrays; those that are given are kept. */
  private static Tensor copy(Tensor tensor) {
    return tensor.data() instanceof float[] values
        ? new Tensor(tensor.type(), tensor.shape(), values.clone())
        : tensor;
  }
}
