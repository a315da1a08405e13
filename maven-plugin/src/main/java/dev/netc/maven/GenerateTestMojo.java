package dev.netc.maven;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Compiles the .net files of the tests to Java classes that only tests see. */
@Mojo(
    name = "generate-test",
    defaultPhase = LifecyclePhase.GENERATE_TEST_SOURCES,
    threadSafe = true)
public final class GenerateTestMojo extends GenerationMojo {
  /** The folder of the .net files. */
  @Parameter(
      property = "netc.testSourceDirectory",
      defaultValue = "${project.basedir}/src/test/net")
  File testSourceDirectory;

  /** The folder of the generated sources. */
  @Parameter(defaultValue = "${project.build.directory}/generated-test-sources/net")
  File testOutputDirectory;

  /** Options of single networks of the tests. */
  @Parameter List<NetworkOptions> testNetworks = new ArrayList<>();

  @Override
  void run(Mistakes mistakes) throws IOException {
    checkFolder(testSourceDirectory, "src/test/net", "testSourceDirectory", mistakes);
    generate(testSourceDirectory, testNetworks, testOutputDirectory, mistakes);
    project.addTestCompileSourceRoot(testOutputDirectory.getAbsolutePath());
    project.addTestResource(weights(testSourceDirectory));
  }
}
