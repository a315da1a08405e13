package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code netc fmt}, as a user calls it. */
final class FmtCommandTest {
  private static final String UGLY = "block relu(x:tensor){max(x,0)} // the larger";
  private static final String PRETTY = "block relu(x: tensor) { max(x, 0) } // the larger\n";

  @TempDir Path folder;

  @Test
  void filesAreRewrittenInPlaceAndKeepTheirPermissions() throws IOException {
    Path file = Files.writeString(folder.resolve("a.net"), UGLY);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(folder.resolve("link.net"), file);
    assertThat(Netc.run("fmt", link.toString())).isEqualTo(new Netc.Outcome(0, "", ""));
    assertThat(file).hasContent(PRETTY);
    assertThat(link).isSymbolicLink();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void checkListsWhatWouldChange() throws IOException {
    Path ugly = Files.writeString(folder.resolve("ugly.net"), UGLY);
    Path pretty = Files.writeString(folder.resolve("pretty.net"), PRETTY);
    assertThat(Netc.run("fmt", "--check", pretty.toString(), ugly.toString()))
        .isEqualTo(new Netc.Outcome(1, ugly + System.lineSeparator(), ""));
    assertThat(Netc.run("fmt", "--check", pretty.toString()).code()).isZero();
    assertThat(ugly).hasContent(UGLY);
  }

  @Test
  void printsInsteadOfRewriting() throws IOException {
    Path ugly = Files.writeString(folder.resolve("ugly.net"), UGLY);
    assertThat(Netc.run("fmt", "--stdout", ugly.toString()).out()).isEqualTo(PRETTY);
    assertThat(ugly).hasContent(UGLY);
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(UGLY.getBytes(StandardCharsets.UTF_8)));
    try {
      assertThat(Netc.run("fmt", "-").out()).isEqualTo(PRETTY);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void aFileWithMistakesStaysAndTheOthersAreFormatted() throws IOException {
    Path wrong = Files.writeString(folder.resolve("wrong.net"), "block  f(");
    Path ugly = Files.writeString(folder.resolve("ugly.net"), UGLY);
    Netc.Outcome outcome = Netc.run("fmt", wrong.toString(), "nowhere.net", ugly.toString());
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("`(` is never closed", wrong + ":1:9", "error: no such file: nowhere.net");
    assertThat(wrong).hasContent("block  f(");
    assertThat(ugly).hasContent(PRETTY);
  }

  @Test
  void noFileIsWrongUsage() {
    assertThat(Netc.run("fmt").code()).isEqualTo(2);
  }
}
