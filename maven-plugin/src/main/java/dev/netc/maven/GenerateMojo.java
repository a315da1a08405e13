package dev.netc.maven;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Compiles the .net files of the project to Java classes. */
@Mojo(name = "generate", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class GenerateMojo extends GenerationMojo {
  /** The folder of the .net files. */
  @Parameter(property = "netc.sourceDirectory", defaultValue = "${project.basedir}/src/main/net")
  File sourceDirectory;

  /** The folder of the generated sources. */
  @Parameter(defaultValue = "${project.build.directory}/generated-sources/net")
  File outputDirectory;

  /** Options of single networks. */
  @Parameter List<NetworkOptions> networks = new ArrayList<>();

  @Override
  void run(Mistakes mistakes) throws IOException {
    checkFolder(sourceDirectory, "src/main/net", "sourceDirectory", mistakes);
    generate(sourceDirectory, networks, outputDirectory, mistakes);
    project.addCompileSourceRoot(outputDirectory.getAbsolutePath());
    project.addResource(weights(sourceDirectory));
  }
}
