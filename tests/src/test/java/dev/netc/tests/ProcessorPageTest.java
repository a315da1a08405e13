package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.runtime.Executable;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/processor.md, run by a shell on the files that it shows. */
final class ProcessorPageTest {
  private static final Pattern FILE =
      Pattern.compile("`(src/[\\w/.-]+)`:\\n\\n```\\w+\\n(.*?)```\\n", Pattern.DOTALL);
  private static final Pattern COMMANDS = Pattern.compile("```sh\\n(.*?)```\\n", Pattern.DOTALL);
  private static final Pattern PRINTED =
      Pattern.compile("The last line prints:\\n\\n```\\n(.*?)```\\n", Pattern.DOTALL);
  private static final Pattern MISTAKE =
      Pattern.compile("`javac` says:\\n\\n```\\n(.*?)```\\n", Pattern.DOTALL);

  @TempDir static Path folder;

  private static String page;

  @BeforeAll
  static void theFilesOfThePage() throws Exception {
    page = Files.readString(Path.of("../docs/processor.md"));
    Matcher files = FILE.matcher(page);
    while (files.find()) {
      Path file = folder.resolve(files.group(1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, files.group(2));
    }
    Path lib = Files.createDirectory(folder.resolve("lib"));
    jarOfNames(lib.resolve("netc-processor-0.1.0-SNAPSHOT.jar"));
    jar(Executable.class, lib.resolve("netc-runtime-0.1.0-SNAPSHOT.jar"));
    train();
  }

  @Test
  void javacCompilesAProgramThatAnswersRightly() throws Exception {
    String commands = afterTraining(shell(1));
    assertThat(run(commands)).isEqualTo(shown(PRINTED));
    assertThat(folder.resolve("out/app/xor.safetensors")).exists();
  }

  @Test
  void aModuleDoes() throws Exception {
    assertThat(run(shell(2))).isEqualTo(shown(PRINTED));
  }

  @Test
  void theMistakeIsAsShown() throws Exception {
    Path net = folder.resolve("src/app/xor.net");
    String right = Files.readString(net);
    Files.writeString(net, right.replace("linear(8)", "liner(8)"));
    assertThat(run("{ " + afterTraining(shell(1)) + "\n} 2>&1")).contains(shown(MISTAKE));
    Files.writeString(net, right);
  }

  /** A block of commands, counted from 0. */
  private static String shell(int index) {
    return COMMANDS.matcher(page).results().skip(index).findFirst().orElseThrow().group(1);
  }

  private static String shown(Pattern pattern) {
    return pattern.matcher(page).results().findFirst().orElseThrow().group(1);
  }

  /** The commands after the two that train and put the weights in place. */
  private static String afterTraining(String commands) {
    return commands.lines().skip(2).reduce("", (a, b) -> a + b + "\n").strip();
  }

  private static void train() throws IOException {
    Path net = folder.resolve("src/app/xor.net");
    Path runs = folder.resolve("runs/xor");
    Netc.Outcome outcome = Netc.run("train", net.toString(), "--out", runs.toString());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    Files.copy(runs.resolve("best.safetensors"), folder.resolve("src/app/xor.safetensors"));
  }

  private static String run(String commands) throws IOException, InterruptedException {
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-e", "-c", commands).directory(folder.toFile());
    Path bin = Path.of(System.getProperty("java.home"), "bin");
    shell.environment().put("PATH", bin + File.pathSeparator + System.getenv("PATH"));
    shell.environment().put("lib", folder.resolve("lib").toString());
    shell.environment().put("LC_ALL", "C.UTF-8");
    Path errors = folder.resolve("errors");
    Process process = shell.redirectError(errors.toFile()).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    assertThat(printed).as(() -> read(errors)).isNotEmpty();
    return printed;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** A jar that names all the jars and folders of this test, as that of the processor does. */
  private static void jarOfNames(Path jar) throws IOException {
    List<String> names = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      names.add(Path.of(entry).toUri().toString());
    }
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", names));
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
  }

  /** The jar of the module that a class is of, which is a folder before it is packaged. */
  private static void jar(Class<?> type, Path jar) throws Exception {
    Path place = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(place)) {
      String[] arguments = {"--create", "--file", jar.toString(), "-C", place.toString(), "."};
      int code = ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err, arguments);
      assertThat(code).as(Arrays.toString(arguments)).isZero();
    } else {
      Files.copy(place, jar);
    }
  }
}
