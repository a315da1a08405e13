package dev.netc.passes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netc.ir.Elementwise;
import dev.netc.ir.Expressions;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphParser;
import dev.netc.ir.Rewriter;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How pipelines are written, and how a pass that is wrong is found. */
final class PipelineTest {
  private static final Graph GRAPH =
      GraphParser.parse(
          """
          graph g(%x: f32[N]) {
            %2 = constant 0.0 : f32
            %3 = add %x, %2 : f32[N]
            %4 = exp %3 : f32[N]
            return y = %4
          }
          """);

  /** Takes the sine where the exponential is meant. */
  private record Wrong() implements Pass {
    @Override
    public String name() {
      return "wrong";
    }

    @Override
    public String description() {
      return "is wrong";
    }

    @Override
    public Graph run(Graph graph) {
      Rewriter copy = new Rewriter(graph);
      Expressions e = new Expressions(copy.builder());
      for (Value value : graph.values()) {
        if (value.op() instanceof Elementwise.Unary(var f, Value x)) {
          copy.replace(value, e.unary(Elementwise.UnaryFunction.SIN, copy.get(x)));
        } else {
          copy.keep(value);
        }
      }
      return copy.finish();
    }
  }

  @Test
  void passesRunInTheOrderInWhichTheyAreWritten() {
    List<String> ran = new ArrayList<>();
    Pipeline.parse(" dce, simplify ,dce").run(GRAPH, List.of(run -> ran.add(run.pass().name())));
    assertThat(ran).containsExactly("dce", "simplify", "dce");
  }

  @Test
  void theEmptyPipelineDoesNothing() {
    assertThat(Pipeline.parse("").run(GRAPH)).isSameAs(GRAPH);
  }

  @Test
  void optionsAreWrittenInParentheses() {
    assertThat(Pipeline.parse("unroll(most=8), channels-last( where = everywhere ),dce").passes())
        .containsExactly(
            new Unroll(8), new ChannelsLast(ChannelsLast.Where.EVERYWHERE), new DeadCode());
    assertThat(Pipeline.parse("unroll(),channels-last(where=pays)"))
        .hasToString("unroll,channels-last");
    for (int level = 0; level < Pipeline.LEVELS; level++) {
      Pipeline pipeline = Pipeline.level(level);
      assertThat(Pipeline.parse(pipeline.toString())).isEqualTo(pipeline);
    }
  }

  @Test
  void somePassesAreLeftOut() {
    Pipeline pipeline = Pipeline.parse("inline,simplify,cse,simplify,fuse");
    assertThat(pipeline.without(List.of("simplify", "fuse"))).hasToString("inline,cse");
    assertThat(pipeline.only(List.of("simplify"))).hasToString("simplify,simplify");
    assertThat(pipeline.upTo("simplify")).hasToString("inline,simplify,cse,simplify");
    assertThatThrownBy(() -> pipeline.without(List.of("dce")))
        .hasMessage("the pass `dce` is not among inline,simplify,cse,simplify,fuse");
  }

  @Test
  void aPassTellsWhatItDidAndWhere() {
    PassStatistics statistics = new PassStatistics();
    Graph graph =
        GraphParser.parse(
            """
            graph g(%x: f32[N]) {
              %2 = constant 0.0 : f32
              %3 = add %x, %2 : f32[N]        // a.net:3:1
              %4 = add %x, %2 : f32[N]        // a.net:3:9
              %5 = exp %3 : f32[N]            // a.net:4:1
              %6 = exp %4 : f32[N]            // a.net:5:1
              return y = %5, z = %6
            }
            """);
    Pipeline.parse("cse,simplify,dce").run(graph, List.of(statistics));
    assertThat(statistics.toString())
        .isEqualToNormalizingNewlines(
            """
            pass                  operators   times
            cse                    4 -> 2         2
              add gone                          1  a.net:3
              exp gone                          1  a.net:5
            simplify               2 -> 1         1
              arithmetic                        1  a.net:3
            dce                    1 -> 1         0
            """);
  }

  @Test
  void aMisspeltPassIsSuggested() {
    assertThatThrownBy(() -> Pipeline.parse("inline,simplfy"))
        .isInstanceOf(PipelineException.class)
        .hasMessage("there is no pass `simplfy`; did you mean `simplify`?");
    assertThatThrownBy(() -> Pipeline.parse("vectorize"))
        .hasMessage(
            "there is no pass `vectorize`; there are"
                + " inline, merge-loops, unroll, fold-constants, simplify, cse, trim-loops, hoist, dce,"
                + " fold-batch-norm, channels-last, hoist-parameters, fuse, rematerialize");
  }

  @Test
  void aPipelineEndsAfterTheLastPassOfAName() {
    Pipeline pipeline = Pipeline.parse("dce,cse,dce,simplify");
    assertThat(pipeline.upTo("dce")).hasToString("dce,cse,dce");
    assertThatThrownBy(() -> pipeline.upTo("inline"))
        .hasMessage("the pass `inline` is not among dce,cse,dce,simplify");
  }

  @Test
  void aPassThatChangesTheMeaningIsNamed() {
    Pipeline pipeline = new Pipeline(List.of(new Simplify(), new Wrong(), new DeadCode()));
    PassCheck check = new PassCheck(1);
    assertThatThrownBy(() -> pipeline.run(GRAPH, List.of(check)))
        .isInstanceOf(PassFailure.class)
        .hasMessageStartingWith("pass `wrong`: changes the output y by ");
    assertThat(check.differences()).hasSize(2);
    assertThat(check.differences().getFirst().size()).isZero();
  }

  @Test
  void aPassThatMakesAnInvalidGraphIsNamed() {
    Pass broken =
        new Pass() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public String description() {
            return "forgets a value";
          }

          @Override
          public Graph run(Graph g) {
            List<Value> some = g.values().subList(0, g.values().size() - 1);
            return new Graph(g.name(), g.inputs(), g.parameters(), g.outputs(), g.updates(), some);
          }
        };
    assertThatThrownBy(() -> new Pipeline(List.of(broken)).run(GRAPH, List.of(new PassVerifier())))
        .isInstanceOf(PassFailure.class)
        .hasMessage(
            "pass `broken`: makes an invalid graph:\n  g: the output y is not in the graph");
  }

  @Test
  void timesAndGraphsArePrinted() {
    PassTimes times = new PassTimes();
    StringBuilder printed = new StringBuilder();
    Pipeline.parse("simplify,dce").run(GRAPH, List.of(times, new PassPrinter(printed::append)));
    assertThat(times.toString()).contains("simplify", "4 values -> 2", "total");
    assertThat(printed.toString())
        .contains("// after simplify\ngraph g(%x: f32[N]) {", "// after dce: nothing to do");
  }
}
