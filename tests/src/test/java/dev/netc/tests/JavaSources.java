package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Java classes of the package {@code app} as a project has them: sources in a folder, compiled by
 * javac without a warning, resources beside them.
 */
final class JavaSources {
  private static final Pattern CLASS = Pattern.compile("(?m)^public final class (\\w+)");

  private final Path folder;
  private final List<Path> files = new ArrayList<>();

  JavaSources(Path folder) {
    this.folder = folder;
  }

  /** Adds a class by its text. */
  JavaSources add(String source) throws IOException {
    var name = CLASS.matcher(source);
    assertThat(name.find()).as(source).isTrue();
    Path app = Files.createDirectories(folder.resolve("app"));
    files.add(Files.writeString(app.resolve(name.group(1) + ".java"), source));
    return this;
  }

  /** Compiles all; the folder then has their classes. */
  ClassLoader compile() throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager manager = javac.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-d",
              folder.toString(),
              "-cp",
              System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
              "--add-modules",
              "jdk.incubator.vector",
              "-Xlint:all,-incubating,-path,-classfile",
              "-Xdoclint:all,-missing",
              "-Werror");
      boolean fine =
          javac
              .getTask(
                  messages,
                  manager,
                  null,
                  options,
                  null,
                  manager.getJavaFileObjectsFromPaths(files))
              .call();
      assertThat(fine).as(messages.toString()).isTrue();
    }
    return new URLClassLoader(
        new URL[] {folder.toUri().toURL()}, JavaSources.class.getClassLoader());
  }

  /**
   * Compiles all with a class that runs {@code body}, and gives what it returns.
   *
   * @param body statements that end with one that returns something
   */
  Object run(String body) throws Exception {
    add(
        """
        package app;

        import dev.netc.runtime.*;
        import java.nio.*;
        import java.nio.file.*;
        import java.util.*;

        public final class Program implements java.util.concurrent.Callable<Object> {
            @Override
            public Object call() throws Exception {
        %s
            }
        }
        """
            .formatted(body.indent(8)));
    return ((Callable<?>) compile().loadClass("app.Program").getDeclaredConstructor().newInstance())
        .call();
  }
}
