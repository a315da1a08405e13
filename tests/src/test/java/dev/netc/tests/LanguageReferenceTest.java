package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.frontend.LanguageReference;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference page tells of everything there is. */
final class LanguageReferenceTest {
  @Test
  void thePageIsMadeFromTheCode() throws IOException {
    Golden.check(Path.of("../docs/operators.md"), LanguageReference.markdown());
  }

  @Test
  void everyBlockSaysWhatItDoes() {
    assertThat(LanguageReference.markdown()).doesNotContainPattern("`\n\n\n");
  }
}
