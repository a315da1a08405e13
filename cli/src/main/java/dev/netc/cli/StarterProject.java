package dev.netc.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A Maven project that builds: a network for handwritten digits, its weights, a program that uses
 * them, and a test. Its files are resources in the folder {@code starter} beside this class.
 */
final class StarterProject {
  private final String artifact;
  private final String packageName;

  /**
   * @param artifact what the project is called
   * @param packageName of its classes
   */
  StarterProject(String artifact, String packageName) {
    this.artifact = artifact;
    this.packageName = packageName;
  }

  /** Writes all files below a folder; their paths within it. */
  List<String> write(Path folder) throws IOException {
    List<String> written = new ArrayList<>();
    for (Map.Entry<String, String> file : files().entrySet()) {
      Path target = folder.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      Files.write(target, content(file.getValue()));
      written.add(file.getKey());
    }
    return written;
  }

  /** The resource of each file. */
  private Map<String, String> files() {
    String sources = packageName.replace('.', '/');
    Map<String, String> files = new LinkedHashMap<>();
    files.put("pom.xml", "pom.xml");
    files.put("src/main/net/digits.net", "digits.net");
    files.put("src/main/net/digits.safetensors", "digits.safetensors");
    files.put("src/main/java/" + sources + "/Main.java", "Main.java");
    files.put("src/test/java/" + sources + "/MainTest.java", "MainTest.java");
    files.put("src/test/resources/seven.png", "seven.png");
    files.put(".gitignore", "gitignore");
    return files;
  }

  private byte[] content(String name) throws IOException {
    byte[] bytes = resource("starter/" + name);
    if (!name.endsWith(".java") && !name.endsWith(".xml")) {
      return bytes;
    }
    return new String(bytes, StandardCharsets.UTF_8)
        .replace("@artifact@", artifact)
        .replace("@package@", packageName)
        .replace("@version@", version())
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The version of netc's modules in a Maven repository. */
  private static String version() throws IOException {
    Properties properties = new Properties();
    properties.load(
        new StringReader(new String(resource("version.properties"), StandardCharsets.UTF_8)));
    return properties.getProperty("version");
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = StarterProject.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("netc lacks its resource " + name);
      }
      return in.readAllBytes();
    }
  }
}
