package dev.netc.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the goal does again in a second run, and what it leaves as it is. */
final class IncrementalTest {
  private static final String OUT = "target/generated-sources/net/app/";
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);
  private static final String BLOCKS = "block wide(x: f32[N, D]) { linear(x, %d) }\n";
  private static final String USER =
      """
      import "../parts/blocks.net"
      network User(x: f32[N, 4]) -> (y: f32[N, 2]) { y = x |> wide |> linear(2) }
      """;

  @TempDir Path folder;

  private TestProject project;

  @BeforeEach
  void aProjectThatWasBuilt() throws Exception {
    project =
        new TestProject(folder)
            .write("src/main/net/app/plain.net", TestProject.line("Plain"))
            .write("src/main/net/app/user.net", USER)
            .write("src/main/net/parts/blocks.net", BLOCKS.formatted(8));
    project.generate().execute();
    age("Plain");
    age("User");
  }

  private void age(String name) throws IOException {
    Files.setLastModifiedTime(project.file(OUT + name + ".java"), LONG_AGO);
  }

  private boolean isAsBefore(String name) throws IOException {
    return Files.getLastModifiedTime(project.file(OUT + name + ".java")).equals(LONG_AGO);
  }

  @Test
  void nothingIsDoneWhereNothingChanged() throws Exception {
    project.generate().execute();
    assertThat(project.log()).isEqualTo("[INFO] Nothing to generate: 2 classes up to date\n");
    assertThat(isAsBefore("Plain")).isTrue();
    assertThat(isAsBefore("User")).isTrue();
  }

  @Test
  void aChangedFileIsGeneratedAloneAgain() throws Exception {
    project.write(
        "src/main/net/app/plain.net", TestProject.line("Plain").replace("(x, 2)", "(relu(x), 2)"));
    project.generate().execute();
    assertThat(project.log()).contains("Generated 1 class in ", "; 1 class up to date");
    assertThat(project.read(OUT + "Plain.java")).contains("relu");
    assertThat(isAsBefore("User")).isTrue();
  }

  @Test
  void aChangedImportIsSeen() throws Exception {
    project.write("src/main/net/parts/blocks.net", BLOCKS.formatted(16));
    project.generate().execute();
    assertThat(project.read(OUT + "User.java")).contains("f32[16, 4]");
    assertThat(isAsBefore("Plain")).isTrue();
  }

  @Test
  void aChangeThatDoesNotShowInTheClassKeepsItsTime() throws Exception {
    project.write("src/main/net/parts/blocks.net", BLOCKS.formatted(8) + "// the end\n");
    project.generate().execute();
    assertThat(project.log()).contains("Generated 1 class in ");
    assertThat(isAsBefore("User")).isTrue();
  }

  @Test
  void aClassThatWasTouchedIsMadeAgain() throws Exception {
    project.write(OUT + "Plain.java", "// a hand was here\n");
    project.generate().execute();
    assertThat(project.read(OUT + "Plain.java")).startsWith("package app;");
  }

  @Test
  void anOptionChangesWhatIsGenerated() throws Exception {
    GenerateMojo mojo = project.generate();
    NetworkOptions options = TestProject.options("Plain");
    options.className = "Renamed";
    mojo.networks = List.of(options);
    mojo.execute();
    assertThat(project.file(OUT + "Renamed.java")).exists();
    assertThat(project.file(OUT + "Plain.java")).doesNotExist();
    assertThat(project.log()).contains("; deleted 1 class");
  }

  @Test
  void anotherCompilerGeneratesEverythingAgain() throws Exception {
    GenerateMojo mojo = project.generate();
    mojo.compiler.add(
        new DefaultArtifact(
            "dev.netc", "netc-codegen", "2", null, "jar", null, new DefaultArtifactHandler("jar")));
    mojo.execute();
    assertThat(project.log()).contains("Generated 2 classes in ");
  }

  @Test
  void theClassOfAFileThatIsGoneIsDeleted() throws Exception {
    Files.delete(project.file("src/main/net/app/plain.net"));
    project.generate().execute();
    assertThat(project.file(OUT + "Plain.java")).doesNotExist();
    assertThat(isAsBefore("User")).isTrue();
  }

  @Test
  void aFolderThatIsEmptyNowIsDeleted() throws Exception {
    Files.delete(project.file("src/main/net/app/plain.net"));
    Files.delete(project.file("src/main/net/app/user.net"));
    project.generate().execute();
    assertThat(project.file(OUT)).doesNotExist();
    assertThat(project.file("target/generated-sources/net")).isEmptyDirectory();
  }

  @Test
  void aNetworkMayMoveToAnotherFile() throws Exception {
    Files.move(
        project.file("src/main/net/app/plain.net"), project.file("src/main/net/app/zero.net"));
    project.generate().execute();
    assertThat(project.read(OUT + "Plain.java")).contains("zero.net");
    project.generate().execute();
    assertThat(project.log()).contains("Nothing to generate: 2 classes");
  }

  @Test
  void aMistakeFailsEveryRunUntilItIsMended() throws Exception {
    project.write("src/main/net/app/plain.net", "network Plain(");
    for (int run = 0; run < 2; run++) {
      assertThatThrownBy(() -> project.generate().execute())
          .isInstanceOf(MojoFailureException.class);
      assertThat(isAsBefore("User")).isTrue();
    }
    project.write("src/main/net/app/plain.net", TestProject.line("Plain"));
    project.generate().execute();
    assertThat(project.log()).contains("Nothing to generate: 2 classes");
  }

  @Test
  void aBrokenRecordOnlyCostsTime() throws Exception {
    project.write("target/netc-status/generate-default", "net 1234\n");
    project.generate().execute();
    assertThat(project.log()).contains("Generated 2 classes in ");
    project.generate().execute();
    assertThat(project.log()).contains("Nothing to generate");
  }

  @Test
  void aProjectMayMoveWithWhatWasBuilt(@TempDir Path other) throws Exception {
    Path moved = other.resolve("moved");
    Files.move(folder, moved);
    TestProject there = new TestProject(moved);
    there.generate().execute();
    assertThat(there.log()).contains("Nothing to generate: 2 classes");
  }
}
