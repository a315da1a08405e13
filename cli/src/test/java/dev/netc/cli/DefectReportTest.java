package dev.netc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.ir.Graph;
import dev.netc.ir.GraphParser;
import dev.netc.passes.PassFailure;
import dev.netc.passes.Unroll;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user is left with when netc itself fails. */
final class DefectReportTest {
  @TempDir Path folder;

  @Test
  void theReportHoldsTheCallTheNetworkAndTheTrace() throws IOException {
    Path net = Files.writeString(folder.resolve("a.net"), "network A() -> ()");
    StringWriter err = new StringWriter();
    DefectReport.write(
        new IllegalStateException("no such place"),
        List.of("check", net.toString()),
        new PrintWriter(err));
    String name = err.toString().replaceAll("(?s).*the file (netc-defect-\\d+\\.txt).*", "$1");
    Path report = Path.of(name);
    try {
      assertThat(err.toString()).contains("defect of netc", "no such place");
      assertThat(report)
          .content()
          .contains("netc check ", "network A() -> ()", "at dev.netc.cli.DefectReportTest");
    } finally {
      Files.delete(report);
    }
  }

  @Test
  void theGraphOfAPassThatFailsRunsAgain() throws IOException {
    Graph graph =
        GraphParser.parse("graph g(%x: f32[N]) {\n  %2 = exp %x : f32[N]\n  return y = %2\n}");
    StringWriter err = new StringWriter();
    PassFailure defect = new PassFailure(new Unroll(8), graph, "breaks off: no value", null);
    DefectReport.write(defect, List.of("opt", "a.net"), new PrintWriter(err));
    Matcher command =
        Pattern.compile(
                "netc opt (netc-defect-\\d+\\.ir) --passes \"(.*)\" --verify --check-passes")
            .matcher(err.toString());
    assertThat(command.find()).as(err.toString()).isTrue();
    Path file = Path.of(command.group(1));
    try {
      assertThat(err.toString()).contains("pass `unroll`: breaks off: no value", "in " + file);
      assertThat(file).content().startsWith("// " + command.group() + "\ngraph g(");
      StringWriter out = new StringWriter();
      int code =
          Main.commandLine()
              .setOut(new PrintWriter(out))
              .execute(
                  "opt",
                  file.toString(),
                  "--passes",
                  command.group(2),
                  "--verify",
                  "--check-passes");
      assertThat(code).isZero();
      assertThat(out.toString())
          .contains("verified: no problems", "unroll           no difference");
    } finally {
      Files.delete(file);
      Files.delete(Path.of(file.toString().replace(".ir", ".txt")));
    }
  }
}
