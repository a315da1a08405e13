package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passes that a user brings in a jar. */
final class PluginTest {
  private static final Path PROJECT = Path.of("../examples/passes/root-reciprocal/src/main");
  private static final String UNIT = "../examples/passes/unit.net";

  /** A pass whose mistakes are chosen by its option. */
  private static final String WRONG =
      """
      import dev.netc.ir.*;
      import dev.netc.passes.Pass;
      import java.util.List;

      public record Wrong(Kind kind) implements Pass {
        public enum Kind { NOTHING, THROWS, FORGETS, RENAMES, MEANS }

        public Wrong() {
          this(Kind.NOTHING);
        }

        public String name() {
          return "wrong";
        }

        public String description() {
          return "is wrong";
        }

        public Graph run(Graph g) {
          return switch (kind) {
            case NOTHING -> null;
            case THROWS -> throw new IllegalStateException("no such value");
            case FORGETS -> new Graph(
                g.name(), g.inputs(), g.parameters(), g.outputs(), g.updates(),
                g.values().subList(0, g.values().size() - 1));
            case RENAMES -> new Graph(
                g.name(), g.inputs(), g.parameters(),
                List.of(new Graph.Output("z", g.outputs().getFirst().value())),
                g.updates(), g.values());
            case MEANS -> {
              Rewriter copy = new Rewriter(g);
              for (Value value : g.values()) {
                copy.keep(value);
              }
              Value y = copy.get(g.outputs().getFirst().value());
              Value twice = new Expressions(copy.builder()).plus(y, y);
              copy.replace(g.outputs().getFirst().value(), twice);
              yield copy.finish();
            }
          };
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void theExamplesPassIsKnownByItsName() throws IOException {
    String jar = example().toString();
    assertThat(run("opt", "--list-passes", "--plugin", jar))
        .contains("\nroot-reciprocal  turns reciprocal(sqrt(x)) into rsqrt(x)\n");
    String passes = "inline,root-reciprocal,dce";
    assertThat(run("opt", UNIT, "--plugin", jar, "--passes", passes))
        .contains("= rsqrt ")
        .doesNotContain("= sqrt ", "= reciprocal ");
    assertThat(run("ir", UNIT, "--plugin", jar, "--passes", passes)).contains("= rsqrt ");
    assertThat(run("opt", UNIT, "--plugin", jar, "--passes", passes, "--stats", "--check-passes"))
        .contains("root                              1  unit.net:3\n")
        .containsPattern("root-reciprocal  (no difference|\\d\\.\\de-1\\d)");
    assertThat(run("opt", UNIT, "--plugin", jar, "--passes", passes, "--bisect"))
        .startsWith("right after all 3 passes");
    String[] compare = {
      "compare", UNIT, "--plugin", jar, "--a", "root-reciprocal,fuse", "--seconds", "0.01"
    };
    assertThat(run(compare)).contains("A: root-reciprocal,fuse\n");
  }

  @Test
  void aPassThatBreaksTheGraphIsNamedAndLeftOut() throws IOException {
    String jar = wrong().toString();
    StringBuilder text = new StringBuilder();
    for (String kind : new String[] {"nothing", "throws", "forgets", "renames"}) {
      String passes = "inline,wrong(kind=" + kind + "),dce";
      String[] arguments = {"opt", UNIT, "--plugin", jar, "--passes", passes};
      Netc.Outcome outcome = Netc.run(arguments);
      assertThat(outcome.code()).isZero();
      assertThat(outcome.out()).isEqualTo(run("opt", UNIT, "--passes", "inline,dce"));
      text.append("--passes ").append(passes).append('\n').append(outcome.err()).append('\n');
    }
    for (String kind : new String[] {"throws", "forgets", "means"}) {
      String[] arguments = {
        "opt", UNIT, "--plugin", jar, "--passes", "wrong(kind=" + kind + ")", "--check-passes"
      };
      Netc.Outcome outcome = Netc.run(arguments);
      assertThat(outcome.code()).isEqualTo(1);
      text.append("--check-passes, kind=").append(kind).append('\n').append(outcome.err());
      text.append('\n');
    }
    Golden.check(Path.of("src/test/resources/opt/plugin-failures.txt"), text.toString());
  }

  @Test
  void aNetworkCompilesWithoutAPassThatBreaksIt() throws IOException {
    Netc.Outcome outcome =
        Netc.run(
            "compare",
            UNIT,
            "--plugin",
            wrong().toString(),
            "--b",
            "wrong,fuse",
            "--seconds",
            "0.01");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).startsWith("warning: pass `wrong`").endsWith("left out.\n");
    assertThat(outcome.err()).containsOnlyOnce("warning");
    assertThat(outcome.out()).contains("largest difference of outputs: none");
  }

  @Test
  void whatIsNoPluginIsExplained() throws IOException {
    Path source = Files.writeString(folder.resolve("Fuse.java"), named("Fuse", "fuse", ""));
    StringBuilder text = new StringBuilder();
    text.append(mistake(Path.of("none.jar")));
    text.append(mistake(PluginJar.of(folder, source, "")));
    text.append(mistake(PluginJar.of(folder, source, "Fuze")));
    text.append(mistake(PluginJar.of(folder, source, "Fuse")));
    Path upper = Files.writeString(folder.resolve("Upper.java"), named("Upper", "My Pass", ""));
    text.append(mistake(PluginJar.of(folder, upper, "Upper")));
    Path most = Files.writeString(folder.resolve("Most.java"), named("Most", "most", "int most"));
    text.append(mistake(PluginJar.of(folder, most, "Most")));
    Golden.check(Path.of("src/test/resources/opt/plugin-mistakes.txt"), text.toString());
  }

  private String mistake(Path jar) {
    Netc.Outcome outcome = Netc.run("opt", UNIT, "--plugin", jar.toString());
    assertThat(outcome.code()).isEqualTo(1);
    return outcome.err().replace(folder.toString(), "FOLDER") + "\n";
  }

  private static String named(String type, String name, String options) {
    return """
        public record %s(%s) implements dev.netc.passes.Pass {
          public String name() { return "%s"; }
          public String description() { return ""; }
          public dev.netc.ir.Graph run(dev.netc.ir.Graph graph) { return graph; }
        }
        """
        .formatted(type, options, name);
  }

  private Path example() throws IOException {
    return PluginJar.of(
        folder,
        PROJECT.resolve("java/app/RootReciprocal.java"),
        Files.readString(PROJECT.resolve("resources").resolve(PluginJar.SERVICE)));
  }

  private Path wrong() throws IOException {
    Path source = Files.writeString(folder.resolve("Wrong.java"), WRONG);
    return PluginJar.of(folder, source, "Wrong");
  }

  private static String run(String... arguments) {
    Netc.Outcome outcome = Netc.run(arguments);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    return outcome.out();
  }
}
