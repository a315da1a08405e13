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
  record Place(Path file, String description) {
    boolean exists() {
      return Files.exists(file);
    }
  }

  /** The folders of {@code -Anetc.path}. */
  List<Path> path() {
    return Collections.unmodifiableList(path);
  }

  /**
   * Where the file may be, in the order in which the places are looked at.
   *
   * @throws InvalidPathException if no file can have the name
   */
  List<Place> places(TypeElement type, String name) {
    String within = packageFolder(type);
    Path wanted = name.startsWith("/") ? Path.of(name.substring(1)) : Path.of(within).resolve(name);
    List<Place> places = new ArrayList<>();
    path.forEach(f -> places.add(new Place(f.resolve(wanted).normalize(), "-A" + PATH)));
    javaFile(type)
        .flatMap(java -> besides(java, within, name))
        .ifPresent(file -> places.add(new Place(file, "beside the Java file")));
    through(StandardLocation.SOURCE_PATH, wanted)
        .ifPresent(file -> places.add(new Place(file, "the source path")));
    through(StandardLocation.CLASS_OUTPUT, wanted)
        .ifPresent(file -> places.add(new Place(file, "among the compiled classes")));
    return places;
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
  private static Optional<Path> besides(Path java, String within, String name) {
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
