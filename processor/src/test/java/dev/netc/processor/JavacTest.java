package dev.netc.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compilations with folders on a disk, as javac has them. */
final class JavacTest {
  @TempDir Path folder;

  private TestProgram program;

  @BeforeEach
  void aProgram() throws IOException {
    program = new TestProgram(folder).write("java/app/Main.java", main("line.net"));
    Files.createDirectories(folder.resolve("out"));
  }

  @Test
  void aFileOnTheSourcePath() throws IOException {
    program.write("nets/app/line.net", TestProgram.line("Line"));
    javac("-sourcepath", folder.resolve("java") + File.pathSeparator + folder.resolve("nets"));
    assertThat(folder.resolve("out/app/Line.class")).exists();
  }

  @Test
  void aFileAmongTheCompiledClasses() throws IOException {
    program
        .write("out/app/line.net", TestProgram.line("Line"))
        .write("out/app/line.safetensors", "weights");
    javac();
    assertThat(folder.resolve("out/app/Line.class")).exists();
    assertThat(folder.resolve("out/app/line.safetensors")).hasContent("weights");
  }

  @Test
  void weightsAreCopiedAgain() throws IOException {
    program
        .write("java/app/line.net", TestProgram.line("Line"))
        .write("java/app/line.safetensors", "before");
    javac();
    program.write("java/app/line.safetensors", "after");
    javac("-sourcepath", folder.resolve("java").toString(), "-cp", classPath());
    assertThat(folder.resolve("out/app/line.safetensors")).hasContent("after");
  }

  @Test
  void aClassOfTheRunBeforeIsMadeAnew() throws IOException {
    Path generated = Files.createDirectories(folder.resolve("generated"));
    String[] options = {
      "-s", generated.toString(), "-sourcepath", generated.toString(), "-implicit:class"
    };
    program.write("java/app/line.net", TestProgram.line("Line"));
    javac(options);
    byte[] before = Files.readAllBytes(folder.resolve("out/app/Line.class"));
    program.write("java/app/line.net", TestProgram.line("Line").replace("N, 4", "N, 6"));
    javac(options);
    assertThat(generated.resolve("app/Line.java")).content().contains("x: f32[N, 6]");
    assertThat(Files.readAllBytes(folder.resolve("out/app/Line.class"))).isNotEqualTo(before);
  }

  @Test
  void aTypeOfNoPackage() throws IOException {
    program = new TestProgram(folder);
    program
        .write("java/line.net", TestProgram.line("Line"))
        .write("java/Main.java", main("/line.net").replace("package app;\n", ""));
    javac();
    assertThat(folder.resolve("out/Line.class")).exists();
  }

  private static String main(String net) {
    return TestProgram.annotated(
        "app", "@Network(\"" + net + "\")", "class Main {\n  Line line;\n}");
  }

  /** The classes of the run before, and those of this test. */
  private String classPath() {
    return folder.resolve("out") + File.pathSeparator + System.getProperty("java.class.path");
  }

  private void javac(String... more) throws IOException {
    List<String> options = new ArrayList<>(List.of("-d", folder.resolve("out").toString()));
    options.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    // processing: javac itself tells when a class of the run before is made anew
    options.addAll(List.of("-Werror", "-Xlint:all,-incubating,-processing"));
    options.addAll(List.of(more));
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
      JavaCompiler.CompilationTask task =
          javac.getTask(
              messages, files, null, options, null, files.getJavaFileObjects(program.java()));
      task.setProcessors(List.of(new NetworkProcessor()));
      assertThat(task.call()).as(messages::toString).isTrue();
    }
  }
}
