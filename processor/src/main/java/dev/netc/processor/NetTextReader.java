package dev.netc.processor;

import dev.netc.grammar.NearMatch;
import dev.netc.grammar.SourceFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads the text that an annotation holds or names. */
final class NetTextReader {
  private static final String FILE = "value";
  private static final String TEXT = "text";

  private final SourceSearch search;
  private final Mistakes mistakes;

  NetTextReader(SourceSearch search, Mistakes mistakes) {
    this.search = search;
    this.mistakes = mistakes;
  }

  /** The text; empty if there is none, which is then a mistake. */
  Optional<NetText> read(NetworkAnnotation at) {
    Optional<String> name = at.text(FILE);
    Optional<String> text = at.text(TEXT);
    if (name.isPresent() && text.isPresent()) {
      mistakes.add(
          at,
          TEXT,
          "@Network has both a file, `" + name.get() + "`, and a text",
          "leave one of them out");
      return Optional.empty();
    }
    if (text.isPresent()) {
      return Optional.of(
          NetText.of(new SourceFile(inPlace(at), text.get()), Optional.empty(), TEXT));
    }
    if (name.isEmpty()) {
      mistakes.add(
          at,
          at.place(FILE) != null ? FILE : TEXT,
          "@Network says neither in which file the network is, nor its text",
          "write @Network(\"digits.net\"), or @Network(text = \"\"\"...\"\"\")");
      return Optional.empty();
    }
    return file(at, name.get());
  }

  /**
   * The name of a text that is in an annotation, {@code src/app/Main.java#text}: what it imports is
   * relative to it.
   */
  private String inPlace(NetworkAnnotation at) {
    Path file = search.javaFile(at.type()).orElse(Path.of(at.type().getSimpleName() + ".java"));
    return file + "#" + TEXT;
  }

  private Optional<NetText> file(NetworkAnnotation at, String name) {
    SourceSearch.Result result;
    try {
      result = search.find(at.type(), name);
    } catch (InvalidPathException e) {
      mistakes.add(
          at,
          FILE,
          "`" + name.replaceAll("\\p{Cntrl}", "?") + "` is no name of a file",
          "name a .net file, as `digits.net`");
      return Optional.empty();
    }
    if (result.file().isEmpty()) {
      List<SourceSearch.Place> places = result.places();
      mistakes.add(at, FILE, missing(name, places), help(at, name, places));
      return Optional.empty();
    }
    try {
      Path file = result.file().get();
      return Optional.of(NetText.of(SourceFile.read(file), Optional.of(file), FILE));
    } catch (IOException e) {
      mistakes.add(at, FILE, String.valueOf(e.getMessage()), "name a .net file, as `digits.net`");
      return Optional.empty();
    }
  }

  private static String missing(String name, List<SourceSearch.Place> places) {
    return places.stream()
        .map(place -> "\n  not " + place.file() + " (" + place.description() + ")")
        .distinct()
        .collect(Collectors.joining("", "there is no file `" + name + "`", ""));
  }

  private String help(NetworkAnnotation at, String name, List<SourceSearch.Place> places) {
    for (Path folder : search.path()) {
      if (!Files.isDirectory(folder)) {
        return "there is no folder %s, which -A%s names; correct the option"
            .formatted(folder.toAbsolutePath(), SourceSearch.PATH);
      }
      Path atRoot = folder.resolve(name.replaceFirst("^/+", ""));
      if (Files.isRegularFile(atRoot)) {
        return "%s is there: name it from the root, `/%s`, or move it to the folder of the package"
            .formatted(atRoot, name);
      }
    }
    return nearby(name, places)
        .map(near -> "did you mean `" + near + "`?")
        .orElseGet(
            () ->
                "put it beside %s.java, or name the folder above its package with -A%s=FOLDER"
                    .formatted(at.type().getSimpleName(), SourceSearch.PATH));
  }

  /** The {@code .net} file in one of the places whose name is nearest. */
  private static Optional<String> nearby(String name, List<SourceSearch.Place> places) {
    int slash = name.lastIndexOf('/') + 1;
    Set<String> names = new TreeSet<>();
    for (SourceSearch.Place place : places) {
      Path folder = place.file().toAbsolutePath().getParent();
      if (folder != null && Files.isDirectory(folder)) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.net")) {
          files.forEach(file -> names.add(file.getFileName().toString()));
        } catch (IOException e) {
          // a folder that cannot be read gives no hint
        }
      }
    }
    String last = name.substring(slash);
    return names.contains(last + ".net")
        ? Optional.of(name + ".net")
        : NearMatch.of(last, names).map(near -> name.substring(0, slash) + near);
  }
}
