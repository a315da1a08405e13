package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.TrainingPlan;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphEquality;
import dev.netc.ir.GraphParser;
import dev.netc.ir.GraphText;
import dev.netc.ir.Inliner;
import dev.netc.ir.Verifier;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every graph is valid and comes back from its text, the examples' graphs and random ones. */
final class GraphTextPropertyTest {
  @Property(tries = 150)
  void randomGraphs(@ForAll long seed, @ForAll @IntRange(min = 0, max = 60) int size) {
    comesBack(RandomGraph.forward(seed, size));
    comesBack(RandomGraph.withGradients(seed, size));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lenet/lenet", "mlp/mlp", "xor/xor"})
  void graphsOfTheExamples(String example) throws IOException {
    CompiledNetwork network = Nets.compile("../examples/" + example + ".net");
    TrainingPlan plan = network.training().orElseThrow();
    for (Graph graph :
        List.of(
            network.initialize(),
            network.inference(),
            plan.initializeState(),
            plan.evaluate(),
            plan.step())) {
      comesBack(graph);
      comesBack(Inliner.inlineBlocks(graph));
    }
  }

  private static void comesBack(Graph graph) {
    assertThat(Verifier.problems(graph)).isEmpty();
    String text = GraphText.print(graph);
    Graph parsed = GraphParser.parse(text);
    assertThat(GraphEquality.firstDifference(graph, parsed)).isEmpty();
    assertThat(Verifier.problems(parsed)).isEmpty();
    String again = GraphText.print(parsed);
    assertThat(GraphText.print(GraphParser.parse(again))).isEqualTo(again);
  }
}
