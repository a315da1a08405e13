package dev.netc.maven;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.model.Resource;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugins.annotations.Parameter;

/** What the goals that write classes have in common. */
abstract class GenerationMojo extends NetworksMojo {
  @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
  MojoExecution execution;

  @Parameter(defaultValue = "${plugin.artifacts}", readonly = true, required = true)
  List<Artifact> compiler = new ArrayList<>();

  @Parameter(defaultValue = "${project.build.directory}/netc-status", readonly = true)
  File statusDirectory;

  /** Brings the generated sources of a folder up to date. */
  final void generate(File sources, List<NetworkOptions> networks, File output, Mistakes mistakes)
      throws IOException {
    Generation generation =
        new Generation(
            sources(sources),
            options(networks),
            pom(),
            absolute(output),
            absolute(statusDirectory)
                .resolve(execution.getGoal() + "-" + execution.getExecutionId()),
            version(),
            mistakes);
    Generation.Outcome outcome = generation.run();
    if (mistakes.count() == 0 && !outcome.equals(Generation.Outcome.NOTHING)) {
      getLog()
          .info(
              text(
                  outcome, BuildRecord.relative(absolute(project.getBasedir()), absolute(output))));
    }
  }

  /** The contents of the plugin's jars: a version may be a snapshot. */
  private String version() throws IOException {
    List<String> hashes = new ArrayList<>();
    for (Artifact artifact : compiler) {
      hashes.add(artifact.getId());
      if (artifact.getFile() != null) {
        hashes.add(ContentHash.of(artifact.getFile().toPath()).orElse("a folder"));
      }
    }
    return String.join("\n", hashes);
  }

  private static String text(Generation.Outcome outcome, String output) {
    int upToDate = outcome.upToDate();
    if (outcome.generated() == 0 && outcome.deleted() == 0) {
      return "Nothing to generate: " + count(upToDate) + " up to date";
    }
    return "Generated %s in %s%s%s"
        .formatted(
            count(outcome.generated()),
            output,
            upToDate == 0 ? "" : "; " + count(upToDate) + " up to date",
            outcome.deleted() == 0 ? "" : "; deleted " + count(outcome.deleted()));
  }

  private static String count(int classes) {
    return classes == 1 ? "1 class" : classes + " classes";
  }

  /** The weights beside the .net files, as resources of the package of the class. */
  final Resource weights(File sources) {
    Resource resource = new Resource();
    resource.setDirectory(sources.getAbsolutePath());
    if (!basePackage.isEmpty()) {
      resource.setTargetPath(basePackage.replace('.', '/'));
    }
    resource.addInclude("**/*.safetensors");
    return resource;
  }
}
