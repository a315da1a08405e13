package dev.netc.cli;

import dev.netc.grammar.SourceFile;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphParseException;
import dev.netc.ir.GraphParser;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** A graph to look at: of a network, or one that was printed. */
final class GraphOptions {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "the .net file, or a graph that was printed to an .ir file")
  @Nullable Path file;

  @Option(names = "--training", description = "the training step instead of inference")
  boolean training;

  /** Whether a file is a graph that was printed. */
  static boolean isPrinted(Path file) {
    return file.toString().endsWith(".ir");
  }

  /**
   * A graph that was printed.
   *
   * @throws UserError if there is a mistake in the file
   */
  static Graph printed(Path file) throws IOException {
    try {
      return GraphParser.parse(SourceFile.read(file).text());
    } catch (GraphParseException e) {
      throw new UserError("error: " + file + ", " + e.getMessage());
    }
  }

  /**
   * The graph.
   *
   * @throws UserError if there is a mistake in the file
   */
  Graph read(CommandLine command) throws IOException {
    if (file == null) {
      throw new ParameterException(command, "Missing required parameter: 'FILE'");
    }
    if (isPrinted(file)) {
      return printed(file);
    }
    NetFile net = NetFile.compile(file, command.getErr());
    return training ? net.training().step() : net.network().inference();
  }
}
