package dev.netc.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.maven.model.Resource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which classes the goal makes of which files. */
final class GenerateMojoTest {
  private static final String OUT = "target/generated-sources/net/";

  @TempDir Path folder;

  private TestProject project;

  @BeforeEach
  void aProject() {
    project = new TestProject(folder);
  }

  @Test
  void theFolderIsThePackageAndTheNetworkTheClass() throws Exception {
    project.write("src/main/net/app/vision/lines.net", TestProject.line("Edge"));
    project.generate().execute();
    assertThat(project.read(OUT + "app/vision/Edge.java"))
        .startsWith("package app.vision;")
        .contains("public final class Edge implements Network", "lines.net:1");
    assertThat(project.log())
        .isEqualTo("[INFO] Generated 1 class in target/generated-sources/net\n");
  }

  @Test
  void theBasePackageComesBeforeTheFolder() throws Exception {
    project
        .write("src/main/net/edge.net", TestProject.line("Edge"))
        .write("src/main/net/deep/deep.net", TestProject.line("Deep"));
    GenerateMojo mojo = project.generate();
    mojo.basePackage = "org.example";
    mojo.execute();
    assertThat(project.read(OUT + "org/example/Edge.java")).startsWith("package org.example;");
    assertThat(project.read(OUT + "org/example/deep/Deep.java"))
        .startsWith("package org.example.deep;");
  }

  @Test
  void everyNetworkOfAFileIsAClassButThoseOfItsImportsAreNot() throws Exception {
    project
        .write("src/main/net/a/two.net", TestProject.line("One") + TestProject.line("Two"))
        .write("src/main/net/b/three.net", "import \"../a/two.net\"\n" + TestProject.line("Three"));
    project.generate().execute();
    assertThat(project.file(OUT + "a")).isDirectoryContaining("glob:**One.java");
    assertThat(project.file(OUT + "a/Two.java")).exists();
    assertThat(project.file(OUT + "b")).isDirectoryNotContaining("glob:**One.java");
    assertThat(project.file(OUT + "b/Three.java")).exists();
  }

  @Test
  void aNetworkHasOptionsOfItsOwn() throws Exception {
    project.write("src/main/net/app/xor.net", TestProject.XOR);
    GenerateMojo mojo = project.generate();
    NetworkOptions options = TestProject.options("Xor");
    options.className = "Parity";
    options.training = true;
    options.passes = "inline, dce";
    mojo.networks = List.of(options);
    mojo.execute();
    assertThat(project.read(OUT + "app/Parity.java")).contains("void tanh", "void add");
    assertThat(project.read(OUT + "app/Parity.java"))
        .contains("fromResource()", "\"xor.safetensors\"", "class Trainer", "ParityStep::new");
    assertThat(project.read(OUT + "app/ParityStep.java")).contains("optimizer.m.linear_1.weight");
  }

  @Test
  void trainingGoesForEveryNetworkThatSaysHow() throws Exception {
    project
        .write("src/main/net/app/xor.net", TestProject.XOR)
        .write("src/main/net/app/edge.net", TestProject.line("Edge"));
    GenerateMojo mojo = project.generate();
    mojo.training = true;
    mojo.execute();
    assertThat(project.file(OUT + "app/XorStep.java")).exists();
    assertThat(project.file(OUT + "app/EdgeStep.java")).doesNotExist();
  }

  @Test
  void theClassesAreCompiledAndTheWeightsAreResourcesOfTheirPackage() throws Exception {
    project.write("src/main/net/edge.net", TestProject.line("Edge"));
    GenerateMojo mojo = project.generate();
    mojo.basePackage = "org.example";
    mojo.execute();
    assertThat(project.project().getCompileSourceRoots())
        .containsExactly(project.file("target/generated-sources/net").toString());
    Resource weights = project.project().getResources().getFirst();
    assertThat(weights.getDirectory()).isEqualTo(project.file("src/main/net").toString());
    assertThat(weights.getTargetPath()).isEqualTo("org/example");
    assertThat(weights.getIncludes()).containsExactly("**/*.safetensors");
    assertThat(weights.isFiltering()).isFalse();
  }

  @Test
  void withoutABasePackageWeightsKeepTheirFolder() throws Exception {
    project.write("src/main/net/app/edge.net", TestProject.line("Edge"));
    project.generate().execute();
    // The resources plugin copies to nowhere if this is the empty text.
    assertThat(project.project().getResources().getFirst().getTargetPath()).isNull();
  }

  @Test
  void itCanBeSkipped() throws Exception {
    project.write("src/main/net/edge.net", "not a network");
    GenerateMojo mojo = project.generate();
    mojo.skip = true;
    mojo.execute();
    assertThat(project.file("target")).doesNotExist();
  }

  @Test
  void theTextDoesNotDependOnTheFolder(@TempDir Path other) throws Exception {
    assertThat(generatedIn(folder)).isEqualTo(generatedIn(other));
  }

  private static String generatedIn(Path folder) throws Exception {
    TestProject project = new TestProject(folder).write("src/main/net/app/x.net", TestProject.XOR);
    GenerateMojo mojo = project.generate();
    mojo.training = true;
    mojo.execute();
    return project.read(OUT + "app/Xor.java") + project.read(OUT + "app/XorStep.java");
  }
}
