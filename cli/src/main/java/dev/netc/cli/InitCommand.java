package dev.netc.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc init}: writes a Maven project to start from. */
@Command(
    name = "init",
    description =
        "Writes a Maven project to start from: a network, its weights, a program, a test.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: netc init digits --package com.example.digits"})
final class InitCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DIR", description = "a new or empty folder")
  Path folder;

  @Option(
      names = "--package",
      paramLabel = "P",
      description = "the package of the classes (default: ${DEFAULT-VALUE})",
      defaultValue = "com.example")
  String packageName;

  @Option(names = "--json", description = "print one JSON object")
  boolean json;

  @Override
  public Integer call() throws IOException {
    if (!SourceVersion.isName(packageName)) {
      throw new UserError("error: `" + packageName + "` is no name of a package");
    }
    if (Files.exists(folder) && !isEmptyFolder(folder)) {
      throw new UserError(
          "error: "
              + folder
              + " is there already and is no empty folder; nothing was written. Name a new one");
    }
    List<String> files;
    try {
      files = new StarterProject(artifact(), packageName).write(folder);
    } catch (IOException e) {
      throw new UserError("error: " + folder + " cannot be written: " + e.getMessage());
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonOutput.of(Map.of("folder", folder.toString(), "files", files)));
    } else {
      out.println("wrote " + folder + ":");
      files.forEach(file -> out.println("  " + file));
      out.println("Try it: cd " + folder + " && mvn -q verify exec:exec");
    }
    out.flush();
    return 0;
  }

  private static boolean isEmptyFolder(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.findAny().isEmpty();
    }
  }

  /** The folder's name as Maven names artifacts. */
  private String artifact() {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    String artifact =
        name == null
            ? ""
            : name.toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
    return artifact.isEmpty() ? "digits" : artifact;
  }
}
