package dev.netc.benchmarks;

import dev.netc.codegen.Compiler;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.Frontend;
import dev.netc.frontend.TrainingPlan;
import dev.netc.grammar.SourceFile;
import dev.netc.runtime.Executable;
import dev.netc.runtime.Safetensors;
import dev.netc.runtime.Signature;
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import dev.netc.training.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Our own code, as a program would use it. */
final class Netc {
  private Netc() {}

  private static CompiledNetwork compile(Path file) throws IOException {
    return Frontend.compile(SourceFile.read(file)).networks().getFirst();
  }

  /** An inference of a batch. */
  static Contender inference(
      Path file, Path weights, Input input, int batch, int results, Team team) throws IOException {
    Executable network =
        Compiler.executable(compile(file).inference(), Safetensors.read(weights).tensors(), team);
    float[] logits = new float[results];
    Object[] inputs = {input.numbers()};
    Object[] outputs = {logits};
    int[] dims = {batch};
    return new Contender() {
      @Override
      public String name() {
        return "netc";
      }

      @Override
      public void run() {
        network.run(inputs, dims, outputs);
      }

      @Override
      public float[] results() {
        return logits;
      }
    };
  }

  /** A training step; the parameters go on from step to step. */
  static Contender step(Path file, Path weights, Input input, Input labels, int batch, Team team)
      throws IOException {
    TrainingPlan plan = compile(file).training().orElseThrow();
    Map<String, Tensor> tensors = new LinkedHashMap<>(Safetensors.read(weights).tensors());
    for (Signature.Slot slot : Compiler.signature(plan.step()).parameters()) {
      List<Integer> shape = slot.shape().stream().map(Integer::parseInt).toList();
      tensors.computeIfAbsent(slot.name(), path -> Tensor.zeros(slot.type(), shape));
    }
    Session session = Session.resume(plan, tensors, team);
    long[] step = new long[1];
    Object[] inputs = {
      new long[] {1}, step, new long[] {1_000_000}, input.numbers(), labels.numbers()
    };
    float[] loss = new float[1];
    Object[] outputs =
        Compiler.signature(plan.step()).outputs().stream().map(slot -> new float[1]).toArray();
    outputs[0] = loss;
    return new Contender() {
      @Override
      public String name() {
        return "netc";
      }

      @Override
      public void run() {
        session.update(inputs, batch, outputs);
        step[0]++;
      }

      @Override
      public float[] results() {
        return loss;
      }
    };
  }
}
