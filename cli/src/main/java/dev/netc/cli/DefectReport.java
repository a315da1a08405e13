package dev.netc.cli;

import dev.netc.ir.GraphText;
import dev.netc.passes.PassFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What is needed to reproduce a defect of netc: the call, the networks it read, the trace; of a
 * defect in a pass also the graph that it was given, with the command that runs it again.
 */
final class DefectReport {
  private DefectReport() {}

  /** Writes a report to the present folder and tells the user of it; without a file, to err. */
  static void write(Throwable defect, List<String> arguments, PrintWriter err) {
    String text = text(defect, arguments);
    try {
      Path file = Files.createTempFile(Path.of(""), "netc-defect-", ".txt");
      Files.writeString(file, text);
      err.println(
          "error: this is a defect of netc, not of your network: "
              + defect
              + "\n"
              + "Please report it with the file "
              + file
              + ", which has what is needed to reproduce it.");
      if (defect instanceof PassFailure failure) {
        writeGraph(failure, file, err);
      }
    } catch (IOException e) {
      err.println(
          "error: this is a defect of netc, not of your network. Please report it with this text:");
      err.print(text);
    }
    err.flush();
  }

  /** Writes the graph beside the report. */
  private static void writeGraph(PassFailure failure, Path report, PrintWriter err)
      throws IOException {
    Path file = Path.of(report.toString().replaceAll("\\.txt$", ".ir"));
    String command =
        "netc opt %s --passes \"%s\" --verify --check-passes".formatted(file, failure.pass());
    Files.writeString(file, "// " + command + "\n" + GraphText.print(failure.graph()));
    err.println("The graph that the pass was given is in " + file + "; this runs it again:");
    err.println("  " + command);
  }

  private static String text(Throwable defect, List<String> arguments) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    out.println("netc " + String.join(" ", arguments));
    out.println(
        "version %s, Java %s, %s %s"
            .formatted(
                Main.VERSION,
                Runtime.version(),
                System.getProperty("os.name"),
                System.getProperty("os.arch")));
    out.println();
    defect.printStackTrace(out);
    for (String argument : arguments) {
      if (argument.endsWith(".net") || argument.endsWith(".ir")) {
        out.println("\n--- " + argument);
        out.println(content(Path.of(argument)));
      }
    }
    out.flush();
    return text.toString();
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "(cannot be read: " + e.getMessage() + ")";
    }
  }
}
