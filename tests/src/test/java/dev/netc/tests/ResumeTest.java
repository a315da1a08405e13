package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.cli.Main;
import dev.netc.runtime.Checkpoint;
import dev.netc.runtime.Safetensors;
import dev.netc.runtime.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that is killed again and again ends with the weights of one that never was. */
final class ResumeTest {
  private static final int KILLS = 20;
  private static final String EPOCHS = "6000";

  @TempDir Path folder;

  @Test
  void killsLoseNothing() throws IOException, InterruptedException {
    Path whole = folder.resolve("whole");
    assertThat(start(whole, false).waitFor()).isZero();

    Path broken = folder.resolve("broken");
    Path last = broken.resolve("last.safetensors");
    Random random = new Random(3);
    for (int i = 0; i < KILLS; i++) {
      Process process = start(broken, Files.exists(last));
      waitForCheckpoint(process, last);
      process.waitFor(random.nextInt(150), TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      if (Files.exists(last)) {
        assertThat(Checkpoint.read(last).network()).isEqualTo("Xor");
      }
    }
    assertThat(last).exists();
    assertThat(start(broken, true).waitFor()).isZero();
    Map<String, Tensor> expected = Safetensors.read(whole.resolve("last.safetensors")).tensors();
    assertThat(Safetensors.read(last).tensors()).isEqualTo(expected);
    assertThat(broken.resolve("history.csv")).content().hasLineCount(6001);
  }

  /** Waits until the process has written a checkpoint of its own. */
  private static void waitForCheckpoint(Process process, Path last)
      throws IOException, InterruptedException {
    long before = Files.exists(last) ? Files.getLastModifiedTime(last).toMillis() : 0;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (process.isAlive() && System.nanoTime() < deadline) {
      try {
        if (Files.exists(last) && Files.getLastModifiedTime(last).toMillis() != before) {
          return;
        }
      } catch (NoSuchFileException e) {
        // it is being replaced just now
      }
      Thread.sleep(5);
    }
  }

  private static Process start(Path out, boolean resume) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "train",
                "../examples/xor/xor.net",
                "--epochs",
                EPOCHS,
                "--out",
                out.toString()));
    if (resume) {
      command.addAll(List.of("--resume", out.toString()));
    }
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
