package dev.netc.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Maven's log says about each kind of mistake: the files in {@code
 * src/test/resources/mistakes}.
 */
final class MistakesTest {
  @TempDir Path folder;

  private TestProject project;

  @BeforeEach
  void aProject() {
    project = new TestProject(folder);
  }

  @Test
  void allMistakesOfAllFilesAreToldInOneRun() throws Exception {
    project
        .write(
            "src/main/net/app/lenet.net",
            """
            network LeNet(image: f32[N, 1, 28, 28]) -> (logits: f32[N, 10]) {
                logits = image
                    |> conv2d(16, kernel = 5) |> relu |> max_pool2d(2)
                    |> linear(120)
            }
            """)
        .write(
            "src/main/net/app/typo.net",
            "network Typo(x: f32[N, 4]) -> (y: f32[N, 2]) { y = x |> liner(2) |> relu(2) }\n")
        .write("src/main/net/app/syntax.net", "network Open(x: f32[N, 4] -> (y: f32[N, 2]) {\n}\n");
    failsAs("all_files", project.generate());
  }

  @Test
  void anImportThatHasMistakesIsToldOnce() throws Exception {
    project
        .write("src/main/net/app/blocks.net", "block wide(x: f32[N, D]) { linear(x, 8 }\n")
        .write("src/main/net/app/one.net", "import \"blocks.net\"\n" + TestProject.line("One"))
        .write("src/main/net/app/two.net", "import \"blocks.net\"\n" + TestProject.line("Two"));
    failsAs("mistake_in_import", project.generate());
  }

  @Test
  void anImportThatDoesNotExist() throws Exception {
    project
        .write("src/main/net/app/blocks.net", "block wide(x: f32[N, D]) { linear(x, 8) }\n")
        .write("src/main/net/app/one.net", "import \"block.net\"\n" + TestProject.line("One"));
    failsAs("missing_import", project.generate());
  }

  @Test
  void aNameThatIsAWordOfJava() throws Exception {
    project.write(
        "src/main/net/app/words.net",
        TestProject.line("class") + TestProject.line("record") + TestProject.line("Session"));
    failsAs("word_of_java", project.generate());
  }

  @Test
  void twoNetworksWithOneClass() throws Exception {
    project
        .write("src/main/net/app/a.net", TestProject.line("Net"))
        .write("src/main/net/app/b.net", TestProject.line("Net"))
        .write("src/main/net/app/c.net", TestProject.line("NET"));
    failsAs("one_class_for_two", project.generate());
  }

  @Test
  void aClassThatIsTheStepOfAnother() throws Exception {
    project.write("src/main/net/app/xor.net", TestProject.XOR + TestProject.line("XorStep"));
    GenerateMojo mojo = project.generate();
    mojo.training = true;
    failsAs("one_class_with_a_step", mojo);
  }

  @Test
  void aCollisionWithAFileThatDidNotChange() throws Exception {
    project.write("src/main/net/app/b.net", TestProject.line("Net"));
    project.generate().execute();
    project.write("src/main/net/app/a.net", TestProject.line("Net"));
    for (int run = 0; run < 2; run++) {
      assertThat(messages(project.generate())).contains("b.net:[1,9] two networks have the class");
    }
  }

  @Test
  void aFolderThatIsNoPackage() throws Exception {
    project
        .write("src/main/net/my-nets/a.net", TestProject.line("A"))
        .write("src/main/net/new/b.net", TestProject.line("B"));
    failsAs("folder_is_no_package", project.generate());
  }

  @Test
  void optionsThatCannotBe() throws Exception {
    project.write(
        "src/main/net/app/edge.net", TestProject.line("Edge") + TestProject.line("Other"));
    GenerateMojo mojo = project.generate();
    mojo.basePackage = "my-app";
    NetworkOptions misspelt = TestProject.options("Egde");
    misspelt.passes = "inline,simplfy";
    NetworkOptions keyword = TestProject.options("Other");
    keyword.className = "my-net";
    mojo.networks = List.of(misspelt, keyword, new NetworkOptions(), keyword);
    failsAs("options", mojo);
    assertThat(project.file("target/generated-sources")).doesNotExist();
  }

  @Test
  void optionsThatCannotBeAreToldInEveryRun() throws Exception {
    project.write("src/main/net/app/edge.net", TestProject.line("Edge"));
    for (int run = 0; run < 2; run++) {
      GenerateMojo mojo = project.generate();
      mojo.networks = List.of(TestProject.options("Node"));
      assertThat(messages(mojo))
          .contains("PROJECT/pom.xml: no .net file declares the <network> Node; there are Edge");
    }
  }

  @Test
  void aTrainingStepWithoutATrainingSection() throws Exception {
    project.write("src/main/net/app/edge.net", TestProject.line("Edge"));
    GenerateMojo mojo = project.generate();
    NetworkOptions options = TestProject.options("Edge");
    options.training = true;
    mojo.networks = List.of(options);
    failsAs("no_training_section", mojo);
  }

  @Test
  void whatNoKernelComputes() throws Exception {
    project.write(
        "src/main/net/app/precise.net",
        """
        network Precise(x: f64[N, 4], w: f64[4, 3]) -> (y: f64[N, 3]) {
            y = matmul(x, w)
        }
        """);
    failsAs("not_compiled", project.generate());
  }

  @Test
  void passesWithoutInlining() throws Exception {
    project.write("src/main/net/app/edge.net", TestProject.line("Edge"));
    GenerateMojo mojo = project.generate();
    NetworkOptions options = TestProject.options("Edge");
    options.passes = "simplify,dce";
    mojo.networks = List.of(options);
    failsAs("not_inlined", mojo);
  }

  @Test
  void aDimThatOnlyARunKnows() throws Exception {
    project.write(
        "src/main/net/app/wide.net",
        "network Wide(x: f32[N, D]) -> (y: f32[N, 2]) { y = linear(x, 2) }\n");
    failsAs("unknown_dim", project.generate());
  }

  @Test
  void aFileThatIsNoText() throws Exception {
    Files.createDirectories(project.file("src/main/net/app"));
    Files.write(project.file("src/main/net/app/a.net"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    failsAs("no_text", project.generate());
  }

  @Test
  void aFolderThatIsNamedAndDoesNotExist() throws Exception {
    GenerateMojo mojo = project.generate();
    mojo.sourceDirectory = project.file("src/main/nets").toFile();
    failsAs("missing_folder", mojo);
  }

  @Test
  void noFolderAtAllIsNoMistake() throws Exception {
    project.generate().execute();
    Golden.check("no_folder", project.log());
  }

  @Test
  void aFileInNoPackageIsAWarning() throws Exception {
    project.write("src/main/net/edge.net", TestProject.line("Edge"));
    project.generate().execute();
    Golden.check("no_package", project.log());
    assertThat(project.file("target/generated-sources/net/Edge.java")).exists();
  }

  @Test
  void checkTellsTheSame() throws Exception {
    project
        .write("src/main/net/app/edge.net", TestProject.line("class"))
        .write("src/test/net/app/fake.net", TestProject.line("Fake").replace("linear", "liner"));
    failsAs("check", project.check());
    assertThat(project.file("target")).doesNotExist();
  }

  private void failsAs(String golden, NetMojo mojo) throws Exception {
    Golden.check(golden, messages(mojo));
  }

  /** What the log says before the build fails, and why it fails. */
  private String messages(NetMojo mojo) throws Exception {
    MojoFailureException failure = catchThrowableOfType(MojoFailureException.class, mojo::execute);
    assertThat(failure).as("the build fails").isNotNull();
    return project.log() + "\n" + failure.getMessage() + "\n";
  }

  /** Texts that are kept: {@code ./mvnw verify -Dnetc.updateGolden=true} writes them anew. */
  private static final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/mistakes");

    static void check(String name, String actual) throws IOException {
      Path file = FOLDER.resolve(name + ".txt");
      if (Boolean.getBoolean("netc.updateGolden")) {
        Files.createDirectories(FOLDER);
        Files.writeString(file, actual);
      }
      assertThat(actual).isEqualTo(Files.readString(file));
    }
  }
}
