package dev.netc.processor;

import dev.netc.codegen.Compiler;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.grammar.Declaration;
import dev.netc.passes.Pipeline;

/**
 * A class to be generated.
 *
 * @param packageName may be empty
 * @param isStep whether it is the training step, not inference
 * @param passes what the graph goes through
 */
record NetClass(
    Declaration.Network network,
    String packageName,
    String simpleName,
    boolean isStep,
    Pipeline passes) {

  /** {@code app.digits.LeNet}. */
  String qualifiedName() {
    return packageName.isEmpty() ? simpleName : packageName + "." + simpleName;
  }

  /** The text of the class. */
  String source(CompiledNetwork compiled) {
    return Compiler.source(
        isStep ? compiled.training().orElseThrow().step() : compiled.inference(),
        passes,
        packageName,
        simpleName);
  }
}
