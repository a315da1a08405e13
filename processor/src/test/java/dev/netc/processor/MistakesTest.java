package dev.netc.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What javac says about each kind of mistake: the files in {@code src/test/resources/mistakes}.
 * What is wrong in the {@code .net} language itself is tested elsewhere.
 */
final class MistakesTest {
  @TempDir Path folder;

  private TestProgram program;

  @BeforeEach
  void aProgram() {
    program = new TestProgram(folder);
  }

  @Test
  void allMistakesOfAllFilesAreToldInOneRun() throws Exception {
    program
        .write(
            "app/lenet.net",
            """
            network LeNet(image: f32[N, 1, 28, 28]) -> (logits: f32[N, 10]) {
                logits = image
                    |> conv2d(16, kernel = 5) |> relu |> max_pool2d(2)
                    |> linear(120)
            }

            network Typo(x: f32[N, 4]) -> (y: f32[N, 2]) { y = x |> liner(2) |> relu(2) }
            """)
        .write("app/syntax.net", "network Open(x: f32[N, 4] -> (y: f32[N, 2]) {\n}\n")
        .write(
            "app/Main.java",
            TestProgram.annotated(
                "app", "@Network(value = \"lenet.net\", network = \"LeNt\")", "class Main {}"))
        .write(
            "app/Other.java",
            TestProgram.annotated("app", "@Network(\"syntax.net\")", "class Other {}"));
    failsAs("all_files");
  }

  @Test
  void aMistakeInATextOfTheAnnotation() throws Exception {
    program.main(
        """
        @Network(text = \"""
            network Line(x: f32[N, 4]) -> (y: f32[N, 2]) {
                y = liner(x, 2)
            }
            \""")""");
    failsAs("in_text");
  }

  @Test
  void aMistakeInAnImport() throws Exception {
    program
        .write("app/blocks.net", "block wide(x: f32[N, D]) { linear(x, 8 }\n")
        .write("app/one.net", "import \"blocks.net\"\n" + TestProgram.line("One"))
        .main("@Network(\"one.net\")");
    failsAs("in_import");
  }

  @Test
  void anImportThatDoesNotExist() throws Exception {
    program
        .write("app/blocks.net", "block wide(x: f32[N, D]) { linear(x, 8) }\n")
        .write("app/one.net", "import \"block.net\"\n" + TestProgram.line("One"))
        .main("@Network(\"one.net\")");
    failsAs("missing_import");
  }

  @Test
  void aFileThatDoesNotExist() throws Exception {
    program.main("@Network(\"digits.net\")");
    failsAs("missing_file");
  }

  @Test
  void aFileThatIsCalledAlmostSo() throws Exception {
    program.write("app/digits.net", TestProgram.line("Line")).main("@Network(\"digts.net\")");
    failsAs("misspelt_file");
  }

  @Test
  void aFileWithoutItsEnding() throws Exception {
    program
        .write("app/nets/digits.net", TestProgram.line("Line"))
        .main("@Network(\"nets/digits\")");
    failsAs("no_ending");
  }

  @Test
  void aFileRightInAFolderOfThePath() throws Exception {
    program
        .write("nets/digits.net", TestProgram.line("Line"))
        .main("@Network(\"digits.net\")")
        .option("-Anetc.path=" + program.file("nets"));
    failsAs("file_at_the_root");
  }

  @Test
  void aFolderOfThePathThatDoesNotExist() throws Exception {
    program.main("@Network(\"digits.net\")").option("-Anetc.path=" + program.file("nest"));
    failsAs("missing_folder");
  }

  @Test
  void aFolder() throws Exception {
    program.write("app/nets/digits.net", TestProgram.line("Line")).main("@Network(\"nets\")");
    failsAs("folder");
  }

  @Test
  void aFileThatIsNoText() throws Exception {
    program.main("@Network(\"a.net\")");
    Files.write(program.file("app/a.net"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    failsAs("no_text");
  }

  @Test
  void aNameThatNoFileCanHave() throws Exception {
    program.main("@Network(\"a\\0.net\")");
    failsAs("no_name_of_a_file");
  }

  @Test
  void aFileWithoutNetworks() throws Exception {
    program
        .write("app/blocks.net", "block wide(x: f32[N, D]) { linear(x, 8) }\n")
        .main("@Network(\"blocks.net\")");
    failsAs("no_network");
  }

  @Test
  void aFileWithSeveralNetworks() throws Exception {
    program
        .write("app/lines.net", TestProgram.line("One") + TestProgram.line("Two"))
        .main("@Network(\"lines.net\")");
    failsAs("several_networks");
  }

  @Test
  void aNetworkThatTheFileDoesNotHave() throws Exception {
    program
        .write("app/lines.net", TestProgram.line("First") + TestProgram.line("Second"))
        .main("@Network(value = \"lines.net\", network = \"Frist\")");
    failsAs("unknown_network");
  }

  @Test
  void twoNetworksOfOneName() throws Exception {
    program
        .write("app/lines.net", TestProgram.line("Line") + TestProgram.line("Line"))
        .main("@Network(\"lines.net\")");
    failsAs("declared_twice");
  }

  @Test
  void twoNetworksWithOneClass() throws Exception {
    program
        .write("app/a.net", TestProgram.line("Net"))
        .write("app/b.net", TestProgram.line("NET"))
        .write("app/A.java", TestProgram.annotated("app", "@Network(\"a.net\")", "class A {}"))
        .write("app/B.java", TestProgram.annotated("app", "@Network(\"a.net\")", "class B {}"))
        .write("app/C.java", TestProgram.annotated("app", "@Network(\"b.net\")", "class C {}"));
    failsAs("one_class_for_two");
  }

  @Test
  void aClassThatIsThereAlready() throws Exception {
    program
        .write("app/line.net", TestProgram.line("Line"))
        .write("app/Line.java", "package app;\n\nclass Line {}\n")
        .main("@Network(\"line.net\")");
    failsAs("there_already");
  }

  @Test
  void aNetworkThatIsCalledAsTheAnnotatedClass() throws Exception {
    program.write("app/main.net", TestProgram.line("Main")).main("@Network(\"main.net\")");
    failsAs("as_the_annotated");
  }

  @Test
  void aNameThatIsAWordOfJava() throws Exception {
    program
        .write("app/words.net", TestProgram.line("class"))
        .write("app/line.net", TestProgram.line("Line"))
        .main("@Network(\"words.net\")")
        .write(
            "app/Other.java",
            TestProgram.annotated(
                "app",
                "@Network(value = \"line.net\", className = \"record\")\n"
                    + "@Network(value = \"line.net\", className = \"my-net\")",
                "class Other {}"));
    failsAs("word_of_java");
  }

  @Test
  void anEnumAndAnAnnotation() throws Exception {
    program
        .write("app/line.net", TestProgram.line("Line"))
        .write("app/E.java", TestProgram.annotated("app", "@Network(\"line.net\")", "enum E {}"))
        .write(
            "app/A.java",
            TestProgram.annotated("app", "@Network(\"line.net\")", "@interface A {}"));
    failsAs("no_class");
  }

  @Test
  void aClassWithinAnother() throws Exception {
    program
        .write("app/line.net", TestProgram.line("Line"))
        .write(
            "app/Main.java",
            TestProgram.annotated(
                "app",
                "final class Main {",
                "  @Network(\"line.net\")\n  private static final class Inner {}\n}"));
    failsAs("nested");
  }

  @Test
  void bothAFileAndAText() throws Exception {
    program
        .write("app/line.net", TestProgram.line("Line"))
        .main("@Network(value = \"line.net\", text = \"network\")");
    failsAs("file_and_text");
  }

  @Test
  void neitherAFileNorAText() throws Exception {
    program
        .main("@Network")
        .write("app/Other.java", TestProgram.annotated("app", "@Network(\" \")", "class Other {}"));
    failsAs("neither");
  }

  @Test
  void passesThatThereAreNot() throws Exception {
    program
        .write("app/line.net", TestProgram.line("Line"))
        .main(
            """
            @Network(value = "line.net", passes = "inline,simplfy")
            @Network(value = "line.net", className = "High", level = 7)
            @Network(value = "line.net", className = "Both", level = 1, passes = "inline")""");
    failsAs("passes");
  }

  @Test
  void passesWithoutInlining() throws Exception {
    program
        .write("app/line.net", TestProgram.line("Line"))
        .main("@Network(value = \"line.net\", passes = \"simplify,dce\")");
    failsAs("not_inlined");
  }

  @Test
  void aTrainingStepWithoutATrainingSection() throws Exception {
    program
        .write("app/line.net", TestProgram.line("Line"))
        .main("@Network(value = \"line.net\", training = true)");
    failsAs("no_training_section");
  }

  @Test
  void aDimThatOnlyARunKnows() throws Exception {
    program
        .write(
            "app/wide.net", "network Wide(x: f32[N, D]) -> (y: f32[N, 2]) { y = linear(x, 2) }\n")
        .main("@Network(\"wide.net\")");
    failsAs("unknown_dim");
  }

  @Test
  void whatNoKernelComputes() throws Exception {
    program
        .write(
            "app/precise.net",
            """
            network Precise(x: f64[N, 4], w: f64[4, 3]) -> (y: f64[N, 3]) {
                y = matmul(x, w)
            }
            """)
        .main("@Network(\"precise.net\")");
    failsAs("not_compiled");
  }

  @Test
  void anOptionThatThereIsNot() throws Exception {
    program
        .write("app/line.net", TestProgram.line("Line"))
        .main("@Network(\"line.net\")")
        .option("-Anetc.paht=nets")
        .option("-Anetc.training=true");
    failsAs("unknown_option");
  }

  private void failsAs(String name) throws IOException {
    Compilation compilation = program.compile();
    assertThat(compilation).failed();
    String actual = program.messages(compilation);
    Path file = Path.of("src/test/resources/mistakes").resolve(name + ".txt");
    if (Boolean.getBoolean("netc.updateGolden")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(file));
  }
}
