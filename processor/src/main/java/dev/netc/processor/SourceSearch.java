package dev.netc.processor;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.FileObject;
import javax.tools.JavaFileManager.Location;
import javax.tools.StandardLocation;

/**
 * Looks for {@code .net} files. A name is relative to the package of the annotated type, or from
 * the root of all packages if it begins with a slash.
 *
 * <p>Folders are read without javac where that can be, since Gradle compiles everything anew after
 * a processor has read a file through it.
 */
final class SourceSearch {
  /** The option that names folders to look in. */
  static final String PATH = "netc.path";

  private final Elements elements;
  private final Filer filer;
  private final List<Path> path;

  SourceSearch(ProcessingEnvironment environment) {
    this.elements = environment.getElementUtils();
    this.filer = environment.getFiler();
    this.path =
        Pattern.compile(Pattern.quote(File.pathSeparator))
            .splitAsStream(environment.getOptions().getOrDefault(PATH, ""))
            .filter(folder -> !folder.isBlank())
            .map(Path::of)
            .toList();
  }

  /** A place where a file may be, and what a message says about it. */
  record Place(Path file, String description) {}

  /** The folders of {@code -Anetc.path}. */
  List<Path> path() {
    return Collections.unmodifiableList(path);
  }

  /**
   * What a search found.
   *
   * @param file empty if it is in no place
   * @param places where it was looked for
   */
  record Result(Optional<Path> file, List<Place> places) {}

  /**
   * Looks for a file, place by place until it is found.
   *
   * @throws InvalidPathException if no file can have the name
   */
  Result find(TypeElement type, String name) {
    String within = packageFolder(type);
    Path wanted = name.startsWith("/") ? Path.of(name.substring(1)) : Path.of(within).resolve(name);
    List<Supplier<Optional<Place>>> order = new ArrayList<>();
    path.forEach(
        f -> order.add(() -> Optional.of(new Place(f.resolve(wanted).normalize(), "-A" + PATH))));
    order.add(
        () ->
            javaFile(type)
                .flatMap(java -> beside(java, within, name))
                .map(file -> new Place(file, "beside the Java file")));
    order.add(
        () ->
            through(StandardLocation.SOURCE_PATH, wanted)
                .map(file -> new Place(file, "the source path")));
    order.add(
        () ->
            through(StandardLocation.CLASS_OUTPUT, wanted)
                .map(file -> new Place(file, "among the compiled classes")));
    List<Place> places = new ArrayList<>();
    for (Supplier<Optional<Place>> next : order) {
      Optional<Place> place = next.get();
      place.ifPresent(places::add);
      if (place.isPresent() && Files.exists(place.get().file())) {
        return new Result(Optional.of(place.get().file()), places);
      }
    }
    return new Result(Optional.empty(), places);
  }

  /** The file that javac compiles; empty if it is none on a disk. */
  Optional<Path> javaFile(TypeElement type) {
    try {
      return Optional.ofNullable(elements.getFileObjectOf(type)).flatMap(SourceSearch::onDisk);
    } catch (UnsupportedOperationException e) {
      return Optional.empty(); // a compiler that does not tell, such as Eclipse's
    }
  }

  private String packageFolder(TypeElement type) {
    return elements.getPackageOf(type).getQualifiedName().toString().replace('.', '/');
  }

  /** The file as seen from a Java file; empty if that is not where its package says. */
  private static Optional<Path> beside(Path java, String within, String name) {
    if (!name.startsWith("/")) {
      return Optional.of(java.resolveSibling(name).normalize());
    }
    Path folder = java.toAbsolutePath().getParent();
    if (folder == null || !(within.isEmpty() || folder.endsWith(within))) {
      return Optional.empty();
    }
    Path root = within.isEmpty() ? folder : folder.resolve(within.replaceAll("[^/]+", ".."));
    return Optional.of(root.resolve(name.substring(1)).normalize());
  }

  private Optional<Path> through(Location location, Path wanted) {
    try {
      String name = wanted.normalize().toString().replace('\\', '/');
      return Optional.ofNullable(filer.getResource(location, "", name))
          .flatMap(SourceSearch::onDisk);
    } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
      return Optional.empty(); // there is no such location, or the name leads out of it
    }
  }

  /** A file by the name that the user gave to javac, so that messages say it as javac does. */
  private static Optional<Path> onDisk(FileObject file) {
    URI uri = file.toUri();
    if (!"file".equals(uri.getScheme())) {
      return Optional.empty();
    }
    try {
      Path absolute = Path.of(uri);
      Path named = Path.of(file.getName());
      return Optional.of(named.toAbsolutePath().equals(absolute) ? named : absolute);
    } catch (InvalidPathException | FileSystemNotFoundException e) {
      return Optional.empty();
    }
  }
}
