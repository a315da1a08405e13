package dev.netc.maven;

import dev.netc.grammar.Formatter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Formats the .net files of the project and its tests in place. */
@Mojo(name = "format", defaultPhase = LifecyclePhase.VALIDATE, threadSafe = true)
public final class FormatMojo extends NetMojo {
  /** The folder of the .net files. */
  @Parameter(property = "netc.sourceDirectory", defaultValue = "${project.basedir}/src/main/net")
  File sourceDirectory;

  /** The folder of the .net files of the tests. */
  @Parameter(
      property = "netc.testSourceDirectory",
      defaultValue = "${project.basedir}/src/test/net")
  File testSourceDirectory;

  /** Fails if a file would change, and changes none. */
  @Parameter(property = "netc.check", defaultValue = "false")
  boolean check;

  @Override
  void run(Mistakes mistakes) throws IOException {
    List<NetFile> files = new ArrayList<>();
    for (File folder : List.of(sourceDirectory, testSourceDirectory)) {
      files.addAll(NetFile.readAll(new NetSources(absolute(folder), "").files(), mistakes));
    }
    int changed = 0;
    for (NetFile file : files) {
      changed += format(file, mistakes) ? 1 : 0;
    }
    if (mistakes.count() == 0) {
      getLog().info("Formatted " + changed + " of " + files.size() + " files");
    }
  }

  /** Whether the file was changed. */
  private boolean format(NetFile file, Mistakes mistakes) throws IOException {
    Formatter.Result result = Formatter.format(file.source());
    result.diagnostics().forEach(d -> mistakes.add(d, file.sources()));
    if (result.text().isEmpty() || result.text().get().equals(file.source().text())) {
      return false;
    }
    if (check) {
      mistakes.add(file.path(), "this file is not formatted; `mvn netc:format` does it");
      return false;
    }
    Files.writeString(file.path(), result.text().get());
    return true;
  }
}
