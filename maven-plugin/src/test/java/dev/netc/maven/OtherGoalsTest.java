package dev.netc.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The goals beside {@code generate}. */
final class OtherGoalsTest {
  private static final String UNFORMATTED = TestProject.line("Edge").replace(") ->", ")    ->");

  @TempDir Path folder;

  private TestProject project;

  @BeforeEach
  void aProject() {
    project = new TestProject(folder);
  }

  @Test
  void networksOfTestsAreSeenByTestsAlone() throws Exception {
    project
        .write("src/main/net/app/edge.net", "block twice(x: f32[N, D]) { linear(linear(x, 2), 2) }")
        .write(
            "src/test/net/app/fake.net",
            """
            import "../../../main/net/app/edge.net"
            network Fake(x: f32[N, 4]) -> (y: f32[N, 2]) { y = twice(x) }
            """);
    project.generateTest().execute();
    assertThat(project.read("target/generated-test-sources/net/app/Fake.java"))
        .startsWith("package app;");
    assertThat(project.project().getTestCompileSourceRoots())
        .containsExactly(project.file("target/generated-test-sources/net").toString());
    assertThat(project.project().getCompileSourceRoots()).isEmpty();
    assertThat(project.project().getTestResources()).hasSize(1);
    assertThat(project.project().getResources()).isEmpty();
  }

  @Test
  void checkWritesNothing() throws Exception {
    project
        .write("src/main/net/app/edge.net", TestProject.line("Edge"))
        .write("src/test/net/app/fake.net", TestProject.line("Fake"));
    project.check().execute();
    assertThat(project.log()).isEqualTo("[INFO] No mistakes in 2 files\n");
    assertThat(project.file("target")).doesNotExist();
  }

  @Test
  void formatChangesWhatIsNotFormatted() throws Exception {
    project
        .write("src/main/net/app/edge.net", UNFORMATTED)
        .write("src/test/net/app/fake.net", TestProject.line("Fake"));
    project.format().execute();
    assertThat(project.read("src/main/net/app/edge.net")).isEqualTo(TestProject.line("Edge"));
    assertThat(project.log()).isEqualTo("[INFO] Formatted 1 of 2 files\n");
  }

  @Test
  void formatOnlyChecksIfItIsToldTo() throws Exception {
    project.write("src/main/net/app/edge.net", UNFORMATTED);
    FormatMojo mojo = project.format();
    mojo.check = true;
    assertThatThrownBy(mojo::execute).isInstanceOf(MojoFailureException.class);
    assertThat(project.log())
        .isEqualTo(
            "[ERROR] PROJECT/src/main/net/app/edge.net: this file is not formatted;"
                + " `mvn netc:format` does it\n");
    assertThat(project.read("src/main/net/app/edge.net")).isEqualTo(UNFORMATTED);
  }

  @Test
  void aFileWithMistakesIsNotFormatted() throws Exception {
    project.write("src/main/net/app/edge.net", "network   Edge(\n");
    assertThatThrownBy(() -> project.format().execute()).isInstanceOf(MojoFailureException.class);
    assertThat(project.log()).contains("[ERROR] PROJECT/src/main/net/app/edge.net:[");
    assertThat(project.read("src/main/net/app/edge.net")).isEqualTo("network   Edge(\n");
  }
}
