package dev.netc.maven;

import java.io.IOException;
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
  abstract void run(Mistakes mistakes) throws IOException, MojoFailureException;
}
