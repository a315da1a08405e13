package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts that are kept: {@code ./mvnw verify -Dnetc.updateGolden=true} writes them anew. */
final class Golden {
  private static final boolean UPDATE = Boolean.getBoolean("netc.updateGolden");

  private Golden() {}

  static void check(Path file, String actual) throws IOException {
    if (UPDATE) {
      Files.writeString(file, actual);
    }
    assertThat(file).as("golden file; -Dnetc.updateGolden=true makes it anew").exists();
    assertThat(actual).isEqualTo(Files.readString(file));
  }
}
