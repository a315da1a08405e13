package dev.netc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
}
