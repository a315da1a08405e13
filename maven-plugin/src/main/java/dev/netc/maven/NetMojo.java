package dev.netc.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** What all goals have in common. */
abstract class NetMojo extends AbstractMojo {
  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  MavenProject project;

  /** Does nothing. */
  @Parameter(property = "netc.skip", defaultValue = "false")
  boolean skip;

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("Skipped, as netc.skip says");
      return;
    }
    Mistakes mistakes = new Mistakes();
    try {
      run(mistakes);
    } catch (IOException e) {
      throw new MojoExecutionException(e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new MojoExecutionException(
          "This is a defect of netc, not of your network: %s. Please report it with what `mvn -e` shows."
              .formatted(e),
          e);
    } finally {
      mistakes.report(getLog());
    }
    if (mistakes.count() > 0) {
      throw new MojoFailureException(
          (mistakes.count() == 1 ? "1 mistake" : mistakes.count() + " mistakes")
              + " in .net files or their configuration, shown above");
    }
  }

  /** Does the work; mistakes that are added fail the build after all have been shown. */
  abstract void run(Mistakes mistakes) throws IOException;

  /** Where the configuration is, as far as messages say. */
  final Path pom() {
    return project.getFile().toPath();
  }

  /**
   * Says that a folder of {@code .net} files is missing: a mistake if somebody named it.
   *
   * @param usual where it is if nobody names one
   * @param parameter how another one is named
   */
  final void checkFolder(File folder, String usual, String parameter, Mistakes mistakes) {
    if (folder.isDirectory()) {
      return;
    }
    if (absolute(folder).equals(absolute(project.getBasedir()).resolve(usual))) {
      getLog()
          .info(
              "There is no folder %s: put .net files there, or name another folder with <%s>"
                  .formatted(usual, parameter));
    } else {
      mistakes.add(
          pom(),
          "there is no folder %s, which <%s> names; make it, or correct the name"
              .formatted(folder, parameter));
    }
  }

  static Path absolute(File file) {
    return file.toPath().toAbsolutePath().normalize();
  }
}
