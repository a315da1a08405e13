package dev.netc.tests;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Jars with passes, made as a user makes them. */
final class PluginJar {
  static final String SERVICE = "META-INF/services/dev.netc.passes.Pass";

  private PluginJar() {}

  /**
   * Compiles one class and puts it into a jar.
   *
   * @param services what the service file says
   */
  static Path of(Path folder, Path source, String services) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                source.toString());
    if (code != 0) {
      throw new AssertionError(source + " does not compile");
    }
    Path jar = folder.resolve("plugin.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (Path file : files(classes)) {
        entries.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        entries.write(Files.readAllBytes(file));
      }
      if (!services.isEmpty()) {
        entries.putNextEntry(new JarEntry(SERVICE));
        entries.write(services.getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
