package dev.netc.processor;

import dev.netc.codegen.NetworkClass;
import dev.netc.codegen.TrainingGraphs;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.TrainingPlan;
import dev.netc.grammar.Declaration;
import dev.netc.passes.Pipeline;

/**
 * A class to be generated.
 *
 * @param packageName may be empty
 * @param kind what of the network it has
 * @param passes what the graph goes through
 */
record NetClass(
    Declaration.Network network,
    String packageName,
    String simpleName,
    Kind kind,
    Pipeline passes) {
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

  /** The text of the class. */
  String source(CompiledNetwork compiled, NetText text) {
    if (kind == Kind.STEP) {
      return new NetworkClass(compiled.training().orElseThrow().step(), packageName, simpleName)
          .passes(passes)
          .source();
    }
    NetworkClass wanted =
        new NetworkClass(compiled.inference(), packageName, simpleName)
            .passes(passes)
            .text(text.source().text())
            .initializer(compiled.initialize());
    text.file().ifPresent(wanted::weightsBeside);
    if (kind == Kind.WITH_TRAINER) {
      TrainingPlan plan = compiled.training().orElseThrow();
      wanted
          .initializer(plan.initialize())
          .training(
              new TrainingGraphs(plan.step(), plan.initializeState(), plan.carries().keySet()));
    }
    return wanted.source();
  }
}
