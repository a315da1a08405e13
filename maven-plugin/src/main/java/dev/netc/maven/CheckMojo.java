package dev.netc.maven;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Reports the mistakes in the .net files of the project and its tests, and writes nothing. */
@Mojo(name = "check", defaultPhase = LifecyclePhase.VALIDATE, threadSafe = true)
public final class CheckMojo extends NetworksMojo {
  /** The folder of the .net files. */
  @Parameter(property = "netc.sourceDirectory", defaultValue = "${project.basedir}/src/main/net")
  File sourceDirectory;

  /** The folder of the .net files of the tests. */
  @Parameter(
      property = "netc.testSourceDirectory",
      defaultValue = "${project.basedir}/src/test/net")
  File testSourceDirectory;

  /** Options of single networks. */
  @Parameter List<NetworkOptions> networks = new ArrayList<>();

  /** Options of single networks of the tests. */
  @Parameter List<NetworkOptions> testNetworks = new ArrayList<>();

  @Override
  void run(Mistakes mistakes) throws IOException {
    int files =
        check(sources(sourceDirectory), networks, mistakes)
            + check(sources(testSourceDirectory), testNetworks, mistakes);
    if (mistakes.count() == 0) {
      getLog().info("No mistakes in " + (files == 1 ? "1 file" : files + " files"));
    }
  }

  private int check(NetSources sources, List<NetworkOptions> networks, Mistakes mistakes)
      throws IOException {
    List<NetFile> files = NetFile.readAll(sources.files(), mistakes);
    ClassPlan plan = ClassPlan.of(sources, options(networks), files, pom(), mistakes);
    FileCompiler compiler = new FileCompiler(mistakes);
    for (NetFile file : files) {
      compiler.compile(file, plan.classes(file));
    }
    return files.size();
  }
}
