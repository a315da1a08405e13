package dev.netc.processor;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;

/** Files of a program in a folder, which are compiled with the processor. */
final class TestProgram {
  /** A network of one layer. */
  static String line(String name) {
    return "network %s(x: f32[N, 4]) -> (y: f32[N, 2]) { y = linear(x, 2) }\n".formatted(name);
  }

  static final String XOR =
      """
      network Xor(bits: f32[N, 2]) -> (answer: f32[N, 1]) {
          answer = bits |> linear(8) |> tanh |> linear(1)
      }

      training Xor(truth: f32[N, 1]) {
          loss      binary_cross_entropy(answer, truth)
          optimizer adam(rate = 0.05)
      }
      """;

  private final Path folder;
  private final List<Path> java = new ArrayList<>();
  private final List<String> options = new ArrayList<>();

  TestProgram(Path folder) {
    this.folder = folder;
    options.addAll(List.of("--add-modules", "jdk.incubator.vector", "-Xlint:-incubating"));
  }

  /** Writes a file; one of Java is compiled. */
  TestProgram write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    if (name.endsWith(".java")) {
      java.add(file);
    }
    return this;
  }

  /** Writes {@code app/Main.java}, an empty class with an annotation. */
  TestProgram main(String annotation) throws IOException {
    return write("app/Main.java", annotated("app", annotation, "final class Main {}"));
  }

  /** A Java file. */
  static String annotated(String packageName, String annotation, String type) {
    return "package %s;\n\nimport dev.netc.runtime.annotation.Network;\n\n%s\n%s\n"
        .formatted(packageName, annotation, type);
  }

  TestProgram option(String option) {
    options.add(option);
    return this;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** The files of Java. */
  Path[] java() {
    return java.toArray(Path[]::new);
  }

  Compilation compile() throws IOException {
    return compile(new NetworkProcessor());
  }

  Compilation compile(Processor processor) throws IOException {
    List<JavaFileObject> sources = new ArrayList<>();
    for (Path file : java) {
      sources.add(JavaFileObjects.forResource(file.toUri().toURL()));
    }
    return Compiler.javac().withProcessors(processor).withOptions(options).compile(sources);
  }

  /** What javac says, a text for each message. */
  String messages(Compilation compilation) {
    return compilation.diagnostics().stream()
        .filter(d -> d.getKind() != Diagnostic.Kind.NOTE)
        .map(d -> place(d) + word(d.getKind()) + ": " + d.getMessage(Locale.ROOT) + "\n")
        .collect(Collectors.joining())
        .replace(folder.toString(), "FOLDER");
  }

  private static String place(Diagnostic<? extends JavaFileObject> diagnostic) {
    return diagnostic.getSource() == null
        ? ""
        : "%s:%d:%d: "
            .formatted(
                diagnostic.getSource().getName(),
                diagnostic.getLineNumber(),
                diagnostic.getColumnNumber());
  }

  private static String word(Diagnostic.Kind kind) {
    return kind == Diagnostic.Kind.ERROR ? "error" : "warning";
  }
}
