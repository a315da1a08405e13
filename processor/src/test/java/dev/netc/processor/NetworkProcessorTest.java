package dev.netc.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import dev.netc.codegen.NetworkClass;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.SourceFile;
import dev.netc.passes.Pipeline;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of programs without mistakes. */
final class NetworkProcessorTest {
  @TempDir Path folder;

  private TestProgram program;

  @BeforeEach
  void aProgram() {
    program = new TestProgram(folder);
  }

  @Test
  void aFileBesideTheJavaFileBecomesAClassOfThePackage() throws Exception {
    program.write("app/line.net", TestProgram.line("Line")).main("@Network(\"line.net\")");
    assertThat(source(program.compile(), "app.Line"))
        .isEqualTo(expected(program.file("app/line.net"), Pipeline.standard(), "app", "Line"));
  }

  @Test
  void theProgramUsesTheClass() throws Exception {
    program
        .write("app/line.net", TestProgram.line("Line"))
        .write(
            "app/Main.java",
            TestProgram.annotated(
                "app",
                "@Network(\"line.net\")",
                """
                final class Main {
                  static float[] y(Line line, float[] x, int n) {
                    return line.session().y(x, n);
                  }
                }
                """));
    assertThat(program.compile()).succeededWithoutWarnings();
  }

  @Test
  void anInterfaceIsAsGood() throws Exception {
    program
        .write("app/line.net", TestProgram.line("Line"))
        .write(
            "app/Nets.java",
            TestProgram.annotated("app", "@Network(\"line.net\")", "interface Nets {}"));
    generates("app.Line");
  }

  @Test
  void aRecordIsAClass() throws Exception {
    program
        .write("app/line.net", TestProgram.line("Line"))
        .write(
            "app/Nets.java",
            TestProgram.annotated("app", "@Network(\"line.net\")", "record Nets(int n) {}"));
    generates("app.Line");
  }

  @Test
  void aTextInTheAnnotation() throws Exception {
    program.main(
        """
        @Network(text = \"""
            network Line(x: f32[N, 4]) -> (y: f32[N, 2]) {
                y = linear(x, 2)
            }
            \""")""");
    assertThat(source(program.compile(), "app.Line")).contains("from {@code Main.java#text}");
  }

  @Test
  void aTextImportsWhatLiesBesideTheJavaFile() throws Exception {
    program
        .write("app/blocks.net", "block wide(x: f32[N, D]) { linear(x, 8) }\n")
        .main(
            """
            @Network(text = \"""
                import "blocks.net"
                network Wide(x: f32[N, 4]) -> (y: f32[N, 8]) { y = wide(x) }
                \""")""");
    generates("app.Wide");
  }

  @Test
  void aFileImportsWhatLiesBesideIt() throws Exception {
    program
        .write("nets/app/blocks.net", "block wide(x: f32[N, D]) { linear(x, 8) }\n")
        .write(
            "nets/app/wide.net",
            """
            import "blocks.net"
            network Wide(x: f32[N, 4]) -> (y: f32[N, 8]) { y = wide(x) }
            """)
        .main("@Network(\"wide.net\")")
        .option("-Anetc.path=" + program.file("nets"));
    generates("app.Wide");
  }

  @Test
  void theFirstFolderOfThePathThatHasTheFile() throws Exception {
    program
        .write("one/app/other.net", TestProgram.line("Other"))
        .write("two/app/line.net", TestProgram.line("Two"))
        .write("app/line.net", TestProgram.line("Beside"))
        .main("@Network(\"line.net\")")
        .option("-Anetc.path=" + program.file("one") + File.pathSeparator + program.file("two"));
    generates("app.Two");
  }

  @Test
  void aSlashIsTheRootOfAllPackages() throws Exception {
    program
        .write("shared/line.net", TestProgram.line("Line"))
        .main("@Network(\"/shared/line.net\")");
    generates("app.Line");
  }

  @Test
  void aSlashIsTheRootOfAFolderOfThePath() throws Exception {
    program
        .write("nets/line.net", TestProgram.line("Line"))
        .main("@Network(\"/line.net\")")
        .option("-Anetc.path=" + program.file("nets"));
    generates("app.Line");
  }

  @Test
  void aNameMayLeadOutOfThePackage() throws Exception {
    program.write("line.net", TestProgram.line("Line")).main("@Network(\"../line.net\")");
    generates("app.Line");
  }

  @Test
  void aClassOfAnotherName() throws Exception {
    program
        .write("app/line.net", TestProgram.line("class"))
        .main("@Network(value = \"line.net\", className = \"Ruler\")");
    generates("app.Ruler");
  }

  @Test
  void aTrainingStep() throws Exception {
    program
        .write("app/xor.net", TestProgram.XOR)
        .main("@Network(value = \"xor.net\", className = \"Gate\", training = true)");
    generates("app.Gate", "app.GateStep");
  }

  @Test
  void noTrainingStepUnlessItIsAskedFor() throws Exception {
    program.write("app/xor.net", TestProgram.XOR).main("@Network(\"xor.net\")");
    generates("app.Xor");
  }

  @Test
  void oneOfSeveralNetworks() throws Exception {
    program
        .write("app/lines.net", TestProgram.line("One") + TestProgram.line("Two"))
        .main("@Network(value = \"lines.net\", network = \"Two\")");
    generates("app.Two");
  }

  @Test
  void severalAnnotationsOnOneClass() throws Exception {
    program
        .write("app/lines.net", TestProgram.line("One") + TestProgram.line("Two"))
        .main(
            """
            @Network(value = "lines.net", network = "One")
            @Network(value = "lines.net", network = "Two")""");
    generates("app.One", "app.Two");
  }

  @Test
  void theLevelOfOptimisation() throws Exception {
    program.write("app/xor.net", TestProgram.XOR).main("@Network(value = \"xor.net\", level = 0)");
    assertThat(source(program.compile(), "app.Xor"))
        .isEqualTo(expected(program.file("app/xor.net"), Pipeline.level(0), "app", "Xor"))
        .isNotEqualTo(expected(program.file("app/xor.net"), Pipeline.level(2), "app", "Xor"));
  }

  @Test
  void thePassesByName() throws Exception {
    program
        .write("app/xor.net", TestProgram.XOR)
        .main("@Network(value = \"xor.net\", passes = \"inline,dce\")");
    assertThat(source(program.compile(), "app.Xor"))
        .isEqualTo(
            expected(program.file("app/xor.net"), Pipeline.parse("inline,dce"), "app", "Xor"));
  }

  @Test
  void weightsBesideTheNetworkAreAResource() throws Exception {
    program
        .write("nets/app/lines.net", TestProgram.line("One") + TestProgram.line("Two"))
        .write("nets/app/lines.safetensors", "what the file holds is not looked at")
        .main(
            """
            @Network(value = "lines.net", network = "One")
            @Network(value = "lines.net", network = "Two")""")
        .option("-Anetc.path=" + program.file("nets"));
    Optional<JavaFileObject> resource =
        program.compile().generatedFile(StandardLocation.CLASS_OUTPUT, "app/lines.safetensors");
    assertThat(text(resource.orElseThrow())).isEqualTo("what the file holds is not looked at");
  }

  @Test
  void aWarningStopsNothing() throws Exception {
    program
        .write(
            "app/line.net",
            """
            block linear(x: f32[N, D]) { x }
            network Line(x: f32[N, 4]) -> (y: f32[N, 4]) { y = linear(x) }
            """)
        .main("@Network(\"line.net\")");
    Compilation compilation = program.compile();
    assertThat(compilation).succeeded();
    assertThat(compilation).hadWarningContaining("`linear` hides the standard library's");
  }

  @Test
  void theSameTextInEveryFolder() throws Exception {
    program.write("app/xor.net", TestProgram.XOR).main("@Network(\"xor.net\")");
    TestProgram other = new TestProgram(folder.resolve("elsewhere"));
    other
        .write("nets/app/xor.net", TestProgram.XOR)
        .main("@Network(\"xor.net\")")
        .option("-Anetc.path=" + other.file("nets"));
    assertThat(source(other.compile(), "app.Xor")).isEqualTo(source(program.compile(), "app.Xor"));
  }

  private void generates(String... classes) throws IOException {
    Compilation compilation = program.compile();
    assertThat(compilation).succeededWithoutWarnings();
    List<String> expected =
        List.of(classes).stream()
            .map(name -> "/SOURCE_OUTPUT/" + name.replace('.', '/') + ".java")
            .toList();
    assertThat(compilation.generatedSourceFiles())
        .extracting(f -> f.toUri().getPath())
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static String source(Compilation compilation, String name) {
    return text(compilation.generatedSourceFile(name).orElseThrow());
  }

  private static String text(JavaFileObject file) {
    try (InputStream in = file.openInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the compiler makes of the first network of a file. */
  private static String expected(Path net, Pipeline passes, String packageName, String name)
      throws IOException {
    String text = Files.readString(net);
    CompiledNetwork network =
        Frontend.compile(new SourceFile(net.toString(), text)).networks().getFirst();
    return new NetworkClass(network.inference(), packageName, name)
        .passes(passes)
        .text(text)
        .initializer(network.initialize())
        .weightsBeside(net)
        .source();
  }
}
