package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.codegen.Compiler;
import dev.netc.frontend.Compilation;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.Graph;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names of a source are free, whatever generated code calls its own. */
final class GeneratedNamesTest {
  private static final String NETWORK =
      """
      network A(INPUT: f32[2, SYMBOL, 4], other: f32[2, 4, SYMBOL]) -> (OUTPUT: f32[2, 1], sums: f32[2, SYMBOL, 4]) {
          p = matmul(INPUT, other)
          OUTPUT = tanh(sum(reshape(p * softmax(p), [2, SYMBOL * SYMBOL]), axis = 1, keep = true))
          sums = cumsum(INPUT, axis = 1)
      }
      """;

  /** Words of both languages. */
  private static final Set<String> NOT_OF_A_SOURCE =
      Set.of("for", "if", "else", "return", "true", "false", "import", "not", "in");

  private static Graph graph(String input, String symbol, String output) {
    String text =
        NETWORK.replace("INPUT", input).replace("SYMBOL", symbol).replace("OUTPUT", output);
    Compilation compilation = Frontend.compile(new SourceFile("names.net", text));
    assertThat(compilation.diagnostics()).as(text).isEmpty();
    return compilation.networks().getFirst().inference();
  }

  /** The words of the class, which are those that could collide. */
  private static List<String> words() {
    String source = Compiler.source(graph("x", "N", "y"), "names", "A");
    Set<String> words = new TreeSet<>();
    words(source.replaceAll("(?s)/\\*.*?\\*/|\"[^\"]*\"", "")).forEach(words::add);
    words.removeAll(NOT_OF_A_SOURCE);
    words.removeIf(
        word -> word.matches("[a-z]+[0-9]{2,}")); // a value's number: others stand for it
    words(NETWORK).forEach(words::remove);
    return List.copyOf(words);
  }

  private static Stream<String> words(String text) {
    return Pattern.compile("\\b[a-z]\\w*\\b").matcher(text).results().map(MatchResult::group);
  }

  @Test
  void anyWordOfTheClassCanBeANameOfTheSource() {
    List<String> words = words();
    assertThat(words).contains("i", "team", "floats", "int");
    for (int i = 0; i + 2 < words.size(); i += 3) {
      Graph graph = graph(words.get(i), words.get(i + 1), words.get(i + 2));
      new AgainstReference(graph).compare(Compiler.compile(graph));
    }
  }

  /**
   * Paths that are one Java name: of blocks, of the network and of an input; with packed weights.
   */
  private static final String ALIKE =
      """
      block scaled(x: f32[N, D]) -> f32[N, D] {
          param b: f32[D] = constant(1.0)
          param b_c: f32[D] = constant(1.0)
          param w: f32[D, D] = he_normal(D)
          matmul(x * b + b_c, w)
      }

      network A(x: f32[N, 4], a_b: f32[N, 4], _k: f32[N, 4], k: f32[N, 4]) -> (y: f32[N, 4], z: f32[N, 4]) {
          param a_b_c: f32[4] = constant(1.0)
          param a_w_packed: f32[4] = constant(1.0)
          z = (scaled(x) as "a") * a_b_c + a_b + a_w_packed
          y = (scaled(z) as "a_b") + 2.0 * _k + k
      }

      training A(a_b_: f32[N, 4]) {
          loss      mean_squared_error(y, a_b_)
          optimizer adam(rate = 0.01)
      }
      """;

  @Test
  void pathsThatDifferInDotsHaveFieldsOfTheirOwn() {
    Compilation compilation = Frontend.compile(new SourceFile("alike.net", ALIKE));
    assertThat(compilation.diagnostics()).isEmpty();
    CompiledNetwork network = compilation.networks().getFirst();
    Graph step = network.training().orElseThrow().step();
    for (Graph graph : List.of(network.inference(), step)) {
      new AgainstReference(graph).compare(Compiler.compile(graph));
    }
    assertThat(Compiler.source(network.inference(), "names", "A"))
        .contains("a_b_ = (float[]) parameters.get(\"a.b\").data()")
        .contains("a_b_c_ = (float[]) parameters.get(\"a.b_c\").data()");
  }
}
