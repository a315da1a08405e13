package dev.netc.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.descriptor.MojoDescriptor;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.apache.maven.project.MavenProject;

/** A project in a folder, and goals whose fields are set as Maven would set them. */
final class TestProject {
  static final String XOR =
      """
      network Xor(bits: f32[N, 2]) -> (answer: f32[N, 1]) {
          answer = bits |> linear(8) |> tanh |> linear(1)
      }

      training Xor(truth: f32[N, 1]) {
          loss      binary_cross_entropy(answer, truth)
          optimizer adam(rate = 0.05)
      }
      """;

  private final Path folder;
  private final MavenProject project = new MavenProject();
  private final List<String> log = new ArrayList<>();

  TestProject(Path folder) {
    this.folder = folder;
    project.setFile(folder.resolve("pom.xml").toFile());
  }

  /** A network of one layer. */
  static String line(String name) {
    return "network %s(x: f32[N, 4]) -> (y: f32[N, 2]) { y = linear(x, 2) }\n".formatted(name);
  }

  Path file(String path) {
    return folder.resolve(path);
  }

  TestProject write(String path, String text) throws IOException {
    Files.createDirectories(file(path).getParent());
    Files.writeString(file(path), text);
    return this;
  }

  String read(String path) throws IOException {
    return Files.readString(file(path));
  }

  MavenProject project() {
    return project;
  }

  /** What the last goal said, a line of its level before each message; the folder is PROJECT. */
  String log() {
    return String.join("\n", log).replace(folder.toString(), "PROJECT") + "\n";
  }

  GenerateMojo generate() {
    GenerateMojo mojo = new GenerateMojo();
    prepare(mojo, "generate");
    mojo.sourceDirectory = file("src/main/net").toFile();
    mojo.outputDirectory = file("target/generated-sources/net").toFile();
    return mojo;
  }

  GenerateTestMojo generateTest() {
    GenerateTestMojo mojo = new GenerateTestMojo();
    prepare(mojo, "generate-test");
    mojo.testSourceDirectory = file("src/test/net").toFile();
    mojo.testOutputDirectory = file("target/generated-test-sources/net").toFile();
    return mojo;
  }

  CheckMojo check() {
    CheckMojo mojo = new CheckMojo();
    prepare(mojo);
    mojo.sourceDirectory = file("src/main/net").toFile();
    mojo.testSourceDirectory = file("src/test/net").toFile();
    return mojo;
  }

  FormatMojo format() {
    FormatMojo mojo = new FormatMojo();
    prepare(mojo);
    mojo.sourceDirectory = file("src/main/net").toFile();
    mojo.testSourceDirectory = file("src/test/net").toFile();
    return mojo;
  }

  private void prepare(GenerationMojo mojo, String goal) {
    prepare(mojo);
    MojoDescriptor descriptor = new MojoDescriptor();
    descriptor.setGoal(goal);
    mojo.execution = new MojoExecution(descriptor, "default");
    mojo.statusDirectory = file("target/netc-status").toFile();
  }

  private void prepare(NetMojo mojo) {
    mojo.project = project;
    log.clear();
    mojo.setLog(
        new SystemStreamLog() {
          @Override
          public void info(CharSequence text) {
            log.add("[INFO] " + text);
          }

          @Override
          public void warn(CharSequence text) {
            log.add("[WARNING] " + text);
          }

          @Override
          public void error(CharSequence text) {
            log.add("[ERROR] " + text);
          }
        });
  }

  /** What the configuration says about one network. */
  static NetworkOptions options(String name) {
    NetworkOptions options = new NetworkOptions();
    options.name = name;
    return options;
  }
}
