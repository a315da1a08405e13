package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rewrite rules that a user writes. */
final class RulesTest {
  private static final Path FOLDER = Path.of("src/test/resources/rules");
  private static final String EXAMPLE = "../examples/passes/algebra.rules";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"wrong", "operands", "endless", "syntax", "none", "parameters"})
  void aRuleThatIsWrongIsRefused(String name) throws IOException {
    Path rules = FOLDER.resolve(name + ".rules");
    Netc.Outcome outcome = Netc.run("opt", "../examples/xor/xor.net", "--rules", rules.toString());
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    Golden.check(FOLDER.resolve(name + ".txt"), outcome.err());
  }

  @Test
  void theExamplesRulesAreAppliedAndRight() throws IOException {
    String net =
        net(
            """
            network A(x: f32[50, 4], a: f32[4, 30], b: f32[30, 3]) -> (y: f32[50, 3], z: f32[50, 30]) {
                y = matmul(matmul(x, a), b) |> relu |> relu
                z = matmul(x, a) + matmul(-x, a) + exp(matmul(x, a)) / exp(x[:, 0:1])
            }
            """);
    String report = run("opt", net, "--rules", EXAMPLE, "--stats", "--check-passes");
    assertThat(report)
        .contains("reassociate                       1", "common_factor                     1");
    assertThat(report.lines().filter(l -> l.startsWith("rules "))).hasSize(2);
    assertThat(run("opt", net, "--rules", EXAMPLE, "--bisect")).startsWith("right after all");
  }

  @Test
  void whatCommutesIsFoundInEitherOrder() throws IOException {
    String rules = rules("rule square(x: tensor, y: tensor) { x * (x + y) => x * x + x * y }");
    String network = "network A(x: f32[N, 3], b: f32[3]) -> (y: f32[N, 3]) { y = %s }";
    for (String form : new String[] {"x * (x + b)", "(x + b) * x", "(b + x) * x", "x * (b + x)"}) {
      assertThat(run("opt", net(network.formatted(form)), "--rules", rules, "--stats"))
          .as(form)
          .containsPattern("\n  square +1  ");
    }
    assertThat(run("opt", net(network.formatted("b * (x + 1)")), "--rules", rules, "--stats"))
        .doesNotContain("square");
  }

  @Test
  void attributesExtentsAndConditionsAreMet() throws IOException {
    String rules =
        rules(
            """
            block turned(x: f32[N, D]) { transpose(x, [1, 0]) }
            rule twice(x: f32[N, 4]) where N > 2 { turned(turned(x)) => x }
            """);
    String network = "network A(x: f32[%s]) -> (y: f32[%s]) { y = x^T^T }";
    assertThat(run("opt", net(network.formatted("3, 4", "3, 4")), "--rules", rules, "--passes", ""))
        .doesNotContain("transpose");
    for (String other : new String[] {"2, 4", "3, 5", "N, 4"}) {
      String file = net(network.formatted(other, other));
      assertThat(run("opt", file, "--rules", rules, "--passes", "")).contains("transpose");
    }
  }

  @Test
  void rulesStandWhereTheyAreNamed() {
    String xor = "../examples/xor/xor.net";
    assertThat(run("opt", "--list-passes", "--rules", EXAMPLE))
        .contains("rules            applies the rules of --rules: relu_of_relu, common_factor, ");
    assertThat(passes("opt", xor, "--rules", EXAMPLE, "--passes", "inline,rules,dce"))
        .isEqualTo("inline rules dce");
    assertThat(passes("opt", xor, "--rules", EXAMPLE, "--passes", "inline,dce"))
        .isEqualTo("inline rules dce");
    assertThat(passes("opt", xor, "--rules", EXAMPLE, "-O1"))
        .startsWith("inline fold-constants simplify rules cse");
    assertThat(passes("opt", xor, "--rules", EXAMPLE, "-O0", "--disable", "rules"))
        .doesNotContain("rules");
    assertThat(run("ir", xor, "--rules", EXAMPLE)).isNotEqualTo(run("ir", xor));
  }

  private static String passes(String... arguments) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = "--check-passes";
    return run(all)
        .lines()
        .filter(l -> !l.isBlank())
        .map(l -> l.substring(0, l.indexOf(' ')))
        .reduce((a, b) -> a + " " + b)
        .orElse("");
  }

  private String net(String text) throws IOException {
    return Files.writeString(folder.resolve("a.net"), text).toString();
  }

  private String rules(String text) throws IOException {
    return Files.writeString(folder.resolve("a.rules"), text).toString();
  }

  private static String run(String... arguments) {
    Netc.Outcome outcome = Netc.run(arguments);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    return outcome.out();
  }
}
