package dev.netc.maven;

import dev.netc.grammar.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One run over the {@code .net} files of a folder. */
final class Generation {
  private final NetSources sources;
  private final GenerationOptions options;
  private final Path output;
  private final Mistakes mistakes;

  /**
   * @param output the folder of the generated sources
   * @param mistakes where those that are found are added
   */
  Generation(NetSources sources, GenerationOptions options, Path output, Mistakes mistakes) {
    this.sources = sources;
    this.options = options;
    this.output = output;
    this.mistakes = mistakes;
  }

  /** Writes the classes of all files that have no mistake; how many. */
  int run() throws IOException {
    ClassPlan plan = new ClassPlan(sources, options);
    FileCompiler compiler = new FileCompiler(mistakes);
    int written = 0;
    for (Path path : sources.files()) {
      NetFile file = NetFile.parse(path, SourceFile.read(path));
      List<NetClass> classes = plan.classes(file);
      Map<String, String> texts =
          compiler.compile(file, classes).map(FileCompiler.Output::classes).orElse(Map.of());
      for (Map.Entry<String, String> text : texts.entrySet()) {
        write(output.resolve(text.getKey()), text.getValue());
        written++;
      }
    }
    return written;
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
