package dev.netc.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.grammar.SourceFile;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphText;
import dev.netc.ir.Inliner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A {@code return} leaves its block, from wherever it stands. */
final class ReturnTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`if true { return exp(x) }\n tanh(x)`, exp",
        "`if false { return exp(x) }\n tanh(x)`, tanh",
        "`if n == 1 { exp(x) } else { return sin(x) }\n tanh(x)`, sin",
        "`if true { if n == 2 { return exp(x) } }\n return tanh(x)`, exp",
        "`for i in range(5) { if i == 3 { return exp(x) } }\n tanh(x)`, exp",
        "`repeat 3 { return exp(x) }\n tanh(x)`, exp",
        "`y = if true { return exp(x) } else { sin(x) }\n tanh(y)`, exp",
        "`y = inner(x)\n tanh(y)`, `sin tanh`",
      })
  void itIsTheResult(String body, String operators) {
    Compilation compilation =
        Frontend.compile(
            new SourceFile(
                "test.net",
                """
                block inner(x: tensor) {
                    if true { return sin(x) }
                    cos(x)
                }
                block outer(x: tensor, n: int) {
                    %s
                }
                network A(x: f32[N, 4]) -> (y: f32[N, 4]) { y = outer(x, 2) }
                """
                    .formatted(body)));
    assertThat(compilation.diagnostics()).isEmpty();
    Graph graph = Inliner.inlineBlocks(compilation.networks().getFirst().inference());
    assertThat(
            GraphText.print(graph)
                .lines()
                .filter(line -> line.startsWith("  %"))
                .map(line -> line.split(" ", -1)[4])
                .toList())
        .containsExactly(operators.split(" ", -1));
  }
}
