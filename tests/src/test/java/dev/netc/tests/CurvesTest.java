package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code netc train} leaves of a training: the history and its picture. */
final class CurvesTest {
  private static final String XOR = "../examples/xor/xor.net";

  @TempDir Path folder;

  @Test
  void aTrainingLeavesItsHistoryAndAPicture() throws IOException {
    Path run = folder.resolve("run");
    Netc.Outcome outcome = Netc.run("train", XOR, "--epochs", "30", "--out", run.toString());
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out().strip().lines().toList().getLast())
        .contains("Curves: " + run.resolve("curves.png") + ".");
    assertThat(run.resolve("history.csv"))
        .content()
        .startsWith(
            "epoch,train_loss,train_binary_accuracy,test_loss,test_binary_accuracy,seconds\n1,");
    BufferedImage picture = ImageIO.read(run.resolve("curves.png").toFile());
    assertThat(picture.getWidth()).isEqualTo(2 * 560);
    assertThat(picture.getHeight()).isEqualTo(400);
    assertThat(colors(picture)).contains(0xffffff, 0x1f77b4, 0xd95f02);
    assertThat(run).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void aPictureThatCannotBeWrittenIsOneLine() throws IOException {
    Path run = Files.createDirectories(folder.resolve("run"));
    Files.createDirectories(run.resolve("curves.png").resolve("in the way"));
    Netc.Outcome outcome = Netc.run("train", XOR, "--epochs", "2", "--out", run.toString());
    assertThat(outcome.code()).isZero();
    assertThat(outcome.err().strip())
        .startsWith("warning: " + run.resolve("curves.png") + " cannot be written: ")
        .doesNotContain("\n");
    assertThat(outcome.out()).contains("Try it").doesNotContain("Curves");
  }

  private static java.util.Set<Integer> colors(BufferedImage picture) {
    int width = picture.getWidth();
    return IntStream.range(0, width * picture.getHeight())
        .map(i -> picture.getRGB(i % width, i / width) & 0xffffff)
        .boxed()
        .collect(java.util.stream.Collectors.toSet());
  }
}
