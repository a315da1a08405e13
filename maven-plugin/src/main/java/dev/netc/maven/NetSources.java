package dev.netc.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.lang.model.SourceVersion;

/**
 * A folder of {@code .net} files.
 *
 * @param folder absolute
 * @param basePackage the package of the files right in the folder; may be empty
 */
record NetSources(Path folder, String basePackage) {
  /** All {@code .net} files, in the order of their paths; none if there is no such folder. */
  List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(f -> f.toString().endsWith(".net"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  /** The base package and the folders below it that lead to the file, joined by dots. */
  String packageOf(Path file) {
    return Stream.concat(Stream.of(basePackage), folders(file))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("."));
  }

  /** What is wrong with the folders of a file as names of packages; empty if nothing is. */
  Optional<String> packageFault(Path file) {
    return folders(file)
        .filter(name -> !SourceVersion.isName(name) || name.contains("."))
        .findFirst()
        .map(
            name ->
                "the folder `%s` is no name of a Java package; rename it, for example to `%s`"
                    .formatted(name, packageLike(name)));
  }

  private Stream<String> folders(Path file) {
    Path within = folder.relativize(file).getParent();
    return within == null
        ? Stream.of()
        : StreamSupport.stream(within.spliterator(), false).map(Path::toString);
  }

  private static String packageLike(String folder) {
    String name = folder.replaceAll("[^\\p{L}\\p{N}_]", "_");
    return SourceVersion.isName(name) ? name : "_" + name;
  }
}
