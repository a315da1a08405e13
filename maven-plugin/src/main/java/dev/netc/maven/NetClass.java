package dev.netc.maven;

import dev.netc.codegen.Compiler;
import dev.netc.codegen.NetworkClass;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.grammar.Declaration;
import dev.netc.passes.Pipeline;
import java.nio.file.Path;

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

  /** The file below the folder of the sources, {@code app/digits/LeNet.java}. */
  String path() {
    return qualifiedName().replace('.', '/') + ".java";
  }

  /**
   * The text of the class.
   *
   * @param file in which the network is declared
   */
  String source(CompiledNetwork compiled, Path file) {
    if (isStep) {
      return Compiler.source(
          compiled.training().orElseThrow().step(), passes, packageName, simpleName);
    }
    return new NetworkClass(compiled.inference(), packageName, simpleName)
        .passes(passes)
        .weightsBeside(file)
        .initializer(compiled.initialize())
        .source();
  }
}
