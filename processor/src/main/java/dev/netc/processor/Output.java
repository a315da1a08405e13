package dev.netc.processor;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.Filer;
import javax.annotation.processing.FilerException;
import javax.tools.FileObject;
import javax.tools.StandardLocation;

/** Writes classes and the weights beside their networks. */
final class Output {
  private static final String WEIGHTS = ".safetensors";

  private final Filer filer;
  private final Mistakes mistakes;

  /** Resources that are written already: javac lets none be written twice. */
  private final Set<String> copied = new HashSet<>();

  Output(Filer filer, Mistakes mistakes) {
    this.filer = filer;
    this.mistakes = mistakes;
  }

  /** Writes a class to be compiled with the others. */
  void write(NetworkAnnotation at, NetText text, NetClass netClass, String source)
      throws IOException {
    try (Writer writer = filer.createSourceFile(netClass.qualifiedName(), at.type()).openWriter()) {
      writer.write(source);
    } catch (FilerException e) {
      mistakes.add(
          at,
          text.member(),
          "there is a class `%s` already, which the network's would be called, too"
              .formatted(netClass.qualifiedName()),
          "give the network's another name, className = \"...\", or remove the other");
    }
  }

  /**
   * Makes the weights beside a {@code .net} file a resource of the package, if there are any:
   * {@code digits.safetensors} beside {@code digits.net}.
   */
  void copyWeights(NetworkAnnotation at, NetText text, String packageName) throws IOException {
    Optional<Path> found = text.file().map(Output::weights).filter(Files::isRegularFile);
    if (found.isEmpty()) {
      return;
    }
    Path weights = found.get();
    String name = weights.getFileName().toString();
    if (!copied.add(packageName + "/" + name)) {
      return;
    }
    FileObject resource =
        filer.createResource(StandardLocation.CLASS_OUTPUT, packageName, name, at.type());
    if (isAt(resource, weights)) {
      return;
    }
    try (OutputStream out = resource.openOutputStream()) {
      Files.copy(weights, out);
    }
  }

  private static Path weights(Path net) {
    String name = net.getFileName().toString().replaceFirst("\\.net$", "");
    return net.resolveSibling(name + WEIGHTS);
  }

  /** Whether the resource is the file itself, which lies among the compiled classes. */
  private static boolean isAt(FileObject resource, Path file) throws IOException {
    if (!"file".equals(resource.toUri().getScheme())) {
      return false;
    }
    Path target = Path.of(resource.toUri());
    return Files.exists(target) && Files.isSameFile(file, target);
  }
}
