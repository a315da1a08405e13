package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.codegen.Compiler;
import dev.netc.frontend.Compilation;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.Graph;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The generated Java computes what the reference evaluator says, for every graph of the examples.
 */
final class CompiledAgainstReferenceTest {
  @ParameterizedTest
  @ValueSource(strings = {"lenet/lenet", "mlp/mlp", "xor/xor"})
  void everyGraphOfTheExamples(String example) throws IOException {
    Compilation compilation =
        Frontend.compile(SourceFile.read(Path.of("../examples/" + example + ".net")));
    assertThat(compilation.diagnostics()).isEmpty();
    CompiledNetwork network = compilation.networks().getFirst();
    compare(network.initialize());
    compare(network.inference());
    compare(network.training().orElseThrow().evaluate());
    compare(network.training().orElseThrow().initializeState());
    compare(network.training().orElseThrow().step());
  }

  private static void compare(Graph graph) {
    new AgainstReference(graph).compare(Compiler.compile(graph));
  }
}
