package dev.netc.maven;

import dev.netc.codegen.NetworkClass;
import dev.netc.codegen.TrainingGraphs;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.TrainingPlan;
import dev.netc.grammar.Declaration;
import dev.netc.grammar.SourceFile;
import dev.netc.passes.Pipeline;
import java.nio.file.Path;

/**
 * A class to be generated.
 *
 * @param packageName may be empty
 * @param kind what of the network it has
 * @param passes what the graph goes through
 * @param hasEvents whether the Flight Recorder is told of its kernels
 */
record NetClass(
    Declaration.Network network,
    String packageName,
    String simpleName,
    Kind kind,
    Pipeline passes,
    boolean hasEvents) {
  /** What a class has of a network. */
  enum Kind {
    /** Inference. */
    NETWORK,
    /** Inference, and the trainer, which uses the class of the step. */
    WITH_TRAINER,
    /** The training step. */
    STEP
  }

  /** {@code app.digits.LeNet}. */
  String qualifiedName() {
    return packageName.isEmpty() ? simpleName : packageName + "." + simpleName;
  }

  /** The file below the folder of the sources, {@code app/digits/LeNet.java}. */
  String path() {
    return qualifiedName().replace('.', '/') + ".java";
  }

  /**
   * The text of the class.
   *
   * @param file in which the network is declared
   */
  String source(CompiledNetwork compiled, SourceFile file) {
    NetworkClass wanted = wanted(compiled, file).passes(passes);
    return hasEvents ? wanted.events().source() : wanted.source();
  }

  private NetworkClass wanted(CompiledNetwork compiled, SourceFile file) {
    if (kind == Kind.STEP) {
      return new NetworkClass(compiled.training().orElseThrow().step(), packageName, simpleName);
    }
    NetworkClass network =
        new NetworkClass(compiled.inference(), packageName, simpleName)
            .text(file.text())
            .weightsBeside(Path.of(file.name()))
            .initializer(compiled.initialize());
    if (kind == Kind.NETWORK) {
      return network;
    }
    TrainingPlan plan = compiled.training().orElseThrow();
    return network
        .initializer(plan.initialize())
        .training(new TrainingGraphs(plan.step(), plan.initializeState(), plan.carries().keySet()));
  }
}
