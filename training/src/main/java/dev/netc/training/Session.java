package dev.netc.training;

import dev.netc.codegen.Compiler;
import dev.netc.codegen.MemoryBudget;
import dev.netc.frontend.TrainingPlan;
import dev.netc.ir.Graph;
import dev.netc.passes.Pipeline;
import dev.netc.runtime.AveragedWeights;
import dev.netc.runtime.Executable;
import dev.netc.runtime.Network;
import dev.netc.runtime.Signature;
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The graphs of a training, compiled over one set of parameters. */
public final class Session {
  private final Map<String, Tensor> tensors;
  private final Team team;
  private final Graph graph;
  private final Executable step;
  private final Function<Map<String, Tensor>, Network> evaluation;
  private final boolean savesMemory;
  private final int[] dims = new int[1];

  private Session(
      TrainingPlan plan, Map<String, Tensor> tensors, Team team, Optional<MemoryBudget> budget) {
    this.tensors = tensors;
    this.team = team;
    this.graph = plan.step();
    this.step =
        budget
            .map(b -> Compiler.compile(b.graph(), Pipeline.parse("")).apply(tensors).session(team))
            .orElseGet(() -> Compiler.executable(plan.step(), tensors, team));
    this.evaluation = Compiler.compile(plan.evaluate());
    this.savesMemory = budget.isPresent();
  }

  /** With fresh parameters. */
  public static Session start(TrainingPlan plan, long seed, Team team) {
    return resume(plan, InitialTensors.forTraining(plan, seed), team);
  }

  /** With the parameters and states of a checkpoint. */
  public static Session resume(TrainingPlan plan, Map<String, Tensor> tensors, Team team) {
    return new Session(plan, new LinkedHashMap<>(tensors), team, Optional.empty());
  }

  /** With parameters and states, and a step that was made to fit in the memory that is given. */
  public static Session within(
      MemoryBudget budget, TrainingPlan plan, Map<String, Tensor> tensors, Team team) {
    return new Session(plan, new LinkedHashMap<>(tensors), team, Optional.of(budget));
  }

  /** The inputs that examples fill. */
  public static List<Signature.Slot> dataSlots(TrainingPlan plan) {
    return Compiler.signature(plan.evaluate()).inputs().stream()
        .filter(slot -> !plan.carries().containsKey(slot.name()))
        .toList();
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

  /**
   * Whether memory is to be saved, so that no more examples are evaluated together than trained.
   */
  boolean savesMemory() {
    return savesMemory;
  }

  Executable step() {
    return step;
  }

  /** What the step computes. */
  Graph graph() {
    return graph;
  }

  Team team() {
    return team;
  }

  /** Parameters and states as evaluation takes them: averages in the place of what was averaged. */
  public Map<String, Tensor> weights() {
    return AveragedWeights.forUse(tensors);
  }

  /** A new one for each evaluation: it keeps the weights of that moment in its own order. */
  Executable evaluate() {
    return evaluation.apply(weights()).session(team);
  }
}
