package dev.netc.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A folder of {@code .net} files.
 *
 * @param folder absolute
 * @param basePackage the package of the files right in the folder; may be empty
 */
record NetSources(Path folder, String basePackage) {
  /** All {@code .net} files, in the order of their paths. */
  List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(f -> f.toString().endsWith(".net"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  /** The base package and the folders below it that lead to the file, joined by dots. */
  String packageOf(Path file) {
    Path within = folder.relativize(file).getParent();
    Stream<String> folders =
        within == null
            ? Stream.of()
            : StreamSupport.stream(within.spliterator(), false).map(Path::toString);
    return Stream.concat(Stream.of(basePackage), folders)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("."));
  }
}
