package http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Pictures of MNIST's test set, {@code DIGIT-NUMBER.png}. */
final class Pictures {
  private static final Path FOLDER = Path.of("src/test/resources/digits");

  private Pictures() {}

  static byte[] of(String name) throws IOException {
    return Files.readAllBytes(FOLDER.resolve(name + ".png"));
  }

  static List<byte[]> all() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<byte[]> pictures = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        pictures.add(Files.readAllBytes(file));
      }
      return pictures;
    }
  }
}
