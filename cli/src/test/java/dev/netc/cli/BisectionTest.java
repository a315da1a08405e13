package dev.netc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.ir.Elementwise.Unary;
import dev.netc.ir.Elementwise.UnaryFunction;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphParser;
import dev.netc.ir.Rewriter;
import dev.netc.ir.Value;
import dev.netc.passes.Pass;
import dev.netc.passes.Pipeline;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BisectionTest {
  private static final Graph GRAPH =
      GraphParser.parse(
          """
          graph g(%x: f32[N, 3]) {
            param %shift: f32[3]
            %3 = broadcast %shift { axes = [1] } : f32[N, 3]
            %4 = add %x, %3 : f32[N, 3]
            %5 = exp %4 : f32[N, 3]
            %shift <- %shift
            return y = %5
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
      for (Value value : graph.values()) {
        if (value.op() instanceof Unary(UnaryFunction f, Value x)) {
          copy.replace(value, copy.builder().add(new Unary(UnaryFunction.SIN, copy.get(x))));
        } else {
          copy.keep(value);
        }
      }
      return copy.finish();
    }
  }

  @Test
  void thePassThatIsWrongIsFound() {
    List<Pass> passes = new ArrayList<>(Pipeline.parse("inline,simplify,cse,dce,fuse").passes());
    for (int place = 0; place <= passes.size(); place++) {
      List<Pass> some = new ArrayList<>(passes);
      some.add(place, new Wrong());
      Bisection.Finding finding = Bisection.of(GRAPH, new Pipeline(some), 1);
      assertThat(finding.isWrong()).isTrue();
      assertThat(finding.right()).isEqualTo(place);
      assertThat(finding.text(new Pipeline(some)))
          .startsWith("right after " + place + " of 6 passes, wrong after `wrong`, number ")
          .contains("of the largest element, in the output y\n", "wrong\" --print-after");
    }
  }

  @Test
  void nothingIsFoundWhereAllIsRight() {
    Bisection.Finding finding = Bisection.of(GRAPH, Pipeline.standard(), 1);
    assertThat(finding.isWrong()).isFalse();
    assertThat(finding.text(Pipeline.standard()))
        .startsWith("right after all 15 passes: the largest difference is ");
  }
}
