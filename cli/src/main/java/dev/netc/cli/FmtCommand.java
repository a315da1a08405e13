package dev.netc.cli;

import dev.netc.grammar.DiagnosticRenderer;
import dev.netc.grammar.Formatter;
import dev.netc.grammar.SourceFile;
import dev.netc.training.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc fmt}: puts files into the common form. */
@Command(
    name = "fmt",
    description = "Formats .net files in place; comments stay, and so does the meaning.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples: netc fmt examples/lenet/lenet.net",
      "          netc fmt --check *.net",
      "          netc fmt - < examples/lenet/lenet.net"
    })
final class FmtCommand implements Callable<Integer> {
  private static final Path STANDARD_INPUT = Path.of("-");

  @Spec CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "the .net files; - reads standard input and prints")
  List<Path> files;

  @Option(names = "--check", description = "list the files that would change, and change none")
  boolean check;

  @Option(names = "--stdout", description = "print instead of changing the files")
  boolean print;

  @Option(names = "--json", description = "print one JSON object: which files change")
  boolean json;

  private final List<Map<String, Object>> results = new ArrayList<>();

  @Override
  public Integer call() {
    if (json && (print || files.contains(STANDARD_INPUT))) {
      throw new ParameterException(
          spec.commandLine(), "--json goes with files that are changed or checked");
    }
    int code = 0;
    for (Path file : files) {
      try {
        code = Math.max(code, format(file));
      } catch (IOException e) {
        spec.commandLine().getErr().println("error: " + e.getMessage());
        code = Main.MISTAKE;
      }
    }
    if (json) {
      spec.commandLine().getOut().println(JsonOutput.of(Map.of("files", results)));
    }
    spec.commandLine().getOut().flush();
    return code;
  }

  private int format(Path file) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    boolean piped = file.equals(STANDARD_INPUT);
    SourceFile source = piped ? standardInput() : SourceFile.read(file);
    Formatter.Result result = Formatter.format(source);
    if (result.text().isEmpty()) {
      spec.commandLine()
          .getErr()
          .print(
              new DiagnosticRenderer(name -> source.lines(), Terminal.COLOR_ERR)
                  .render(result.diagnostics()));
      return Main.MISTAKE;
    }
    String formatted = result.text().get();
    boolean changes = !formatted.equals(source.text());
    if (json) {
      results.add(Map.of("file", source.name(), "changes", changes));
    }
    if (check) {
      if (changes && !json) {
        out.println(source.name());
      }
      return changes ? Main.MISTAKE : 0;
    }
    if (piped || print) {
      out.print(formatted);
    } else if (changes) {
      replace(file, formatted);
    }
    return 0;
  }

  private static SourceFile standardInput() throws IOException {
    return new SourceFile(
        "standard input", new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
  }

  private static void replace(Path file, String text) throws IOException {
    try {
      WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IOException(file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
