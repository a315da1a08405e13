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
public final class GenerateMojo extends NetMojo {
  /** The folder of the .net files. */
  @Parameter(property = "netc.sourceDirectory", defaultValue = "${project.basedir}/src/main/net")
  File sourceDirectory;

  /** The folder of the generated sources. */
  @Parameter(defaultValue = "${project.build.directory}/generated-sources/net")
  File outputDirectory;

  /**
   * The package of .net files right in the folder; those in folders below it are in subpackages.
   */
  @Parameter(property = "netc.basePackage", defaultValue = "")
  String basePackage = "";

  /** Whether every network with a training section gets a class of its training step, too. */
  @Parameter(property = "netc.training", defaultValue = "false")
  boolean training;

  /** Options of single networks. */
  @Parameter List<NetworkOptions> networks = new ArrayList<>();

  @Override
  void run(Mistakes mistakes) throws IOException {
    int written =
        new Generation(
                new NetSources(sourceDirectory.toPath().toAbsolutePath(), basePackage),
                new GenerationOptions(training, networks),
                outputDirectory.toPath(),
                mistakes)
            .run();
    project.addCompileSourceRoot(outputDirectory.getAbsolutePath());
    getLog().info("Wrote " + written + " classes to " + outputDirectory);
  }
}
