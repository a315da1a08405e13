package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.autodiff.VectorJacobianProduct;
import dev.netc.codegen.Compiler;
import dev.netc.frontend.Compilation;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.Graph;
import dev.netc.passes.Pipeline;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Random networks that went through all passes of -O3 compute what the definitions of their
 * operators say, values and gradients. {@code -Dnetc.randomNetworks=1000} tries more of them, and
 * {@code -Dnetc.randomNetworks.seed=2} others.
 */
final class RandomNetworksTest {
  private static final int COUNT = Integer.getInteger("netc.randomNetworks", 100);
  private static final long SEED = Long.getLong("netc.randomNetworks.seed", 1);

  @Test
  void networksComputeWhatTheyMean() {
    System.out.printf("%d random networks, netc.randomNetworks.seed=%d%n", COUNT, SEED);
    StringBuilder failures = new StringBuilder();
    for (int i = 0; i < COUNT; i++) {
      RandomNetwork network = RandomNetwork.of(SEED * 1_000_003 + i);
      if (failure(network).isPresent()) {
        RandomNetwork smallest = shrunk(network);
        failures.append("number %d of seed %d, made smaller:%n%s".formatted(i, SEED, smallest));
        failures.append(failure(smallest).orElse("")).append("\n\n");
      }
    }
    assertThat(failures.toString()).isEmpty();
  }

  /** Leaves stages out for as long as it fails. */
  private static RandomNetwork shrunk(RandomNetwork network) {
    for (int i = 0; i < network.stages().size(); i++) {
      RandomNetwork smaller = network.without(i);
      if (failure(smaller).isPresent()) {
        return shrunk(smaller);
      }
    }
    return network;
  }

  private static Optional<String> failure(RandomNetwork network) {
    try {
      check(network);
      return Optional.empty();
    } catch (AssertionError | RuntimeException e) {
      return Optional.of(e.toString());
    }
  }

  private static void check(RandomNetwork network) {
    Compilation compilation = Frontend.compile(new SourceFile("random.net", network.toString()));
    assertThat(compilation.diagnostics()).isEmpty();
    Graph inference = compilation.networks().getFirst().inference();
    for (Graph graph : new Graph[] {inference, VectorJacobianProduct.of(inference)}) {
      new AgainstReference(graph)
          .together(VectorJacobianProduct.GRADIENT)
          .compare(Compiler.compile(graph, Pipeline.level(3)));
    }
  }
}
