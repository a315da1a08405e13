package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.TrainingPlan;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphEquality;
import dev.netc.passes.ChannelsLast;
import dev.netc.passes.Pass;
import dev.netc.passes.PassCheck;
import dev.netc.passes.PassRegistry;
import dev.netc.passes.PassVerifier;
import dev.netc.passes.Pipeline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every pass keeps what a graph means and that it is valid, in any order of passes. */
final class PassesPropertyTest {
  @Property(tries = 150)
  void passesKeepTheMeaningOfRandomGraphs(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int size) {
    check(RandomGraph.forward(seed, size), shuffledTwice(seed), seed);
  }

  @Property(tries = 100)
  void passesKeepTheMeaningOfInferences(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int size) {
    check(RandomGraph.inference(seed, size), shuffledTwice(seed), seed);
  }

  @Property(tries = 80)
  void passesKeepTheMeaningOfGradients(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 25) int size) {
    check(RandomGraph.withGradients(seed, size), shuffledTwice(seed), seed);
  }

  @Property(tries = 80)
  void aPassFindsNothingToDoAfterItself(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int size) {
    Graph graph =
        size % 2 == 0 ? RandomGraph.withGradients(seed, size) : RandomGraph.inference(seed, size);
    for (Pass pass : PassRegistry.passes()) {
      Graph once = pass.run(graph);
      assertThat(GraphEquality.firstDifference(once, pass.run(once))).as(pass.name()).isEmpty();
      graph = once;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lenet/lenet", "mlp/mlp", "xor/xor"})
  void passesKeepTheMeaningOfTheExamples(String example) throws IOException {
    CompiledNetwork network = Nets.compile("../examples/" + example + ".net");
    TrainingPlan plan = network.training().orElseThrow();
    List<Pass> passes = new ArrayList<>(Pipeline.standard().passes());
    passes.addAll(PassRegistry.passes());
    for (Graph graph : List.of(network.inference(), plan.evaluate(), plan.step())) {
      check(graph, passes, 3);
    }
  }

  private static void check(Graph graph, List<Pass> passes, long seed) {
    new Pipeline(passes).run(graph, List.of(new PassVerifier(), new PassCheck(seed)));
  }

  private static List<Pass> shuffledTwice(long seed) {
    List<Pass> passes = new ArrayList<>(PassRegistry.passes());
    passes.add(new ChannelsLast(ChannelsLast.Where.EVERYWHERE));
    passes.addAll(PassRegistry.passes());
    Collections.shuffle(passes, new Random(seed));
    return passes;
  }
}
