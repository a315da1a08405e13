package classifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void aDigitOfTheTestSet(int digit) throws IOException {
    String file = "src/test/resources/" + digit + ".png";
    assertEquals(0, run(file));
    assertTrue(text(out).startsWith(file + "  " + digit + ","), text(out));
  }

  @Test
  void blackOnWhiteInACornerOfALargePicture() throws IOException {
    BufferedImage seven = ImageIO.read(new File("src/test/resources/7.png"));
    BufferedImage page = new BufferedImage(900, 700, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = page.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 900, 700);
    for (int y = 0; y < 28; y++) {
      for (int x = 0; x < 28; x++) {
        int paper = 255 - (seven.getRGB(x, y) & 255);
        graphics.setColor(new Color(paper, paper, paper));
        graphics.fillRect(20 + 8 * x, 400 + 8 * y, 8, 8);
      }
    }
    graphics.dispose();
    File file = folder.resolve("page.png").toFile();
    ImageIO.write(page, "png", file);
    assertEquals(0, run(file.toString()));
    assertTrue(text(out).startsWith(file + "  7,"), text(out));
  }

  @Test
  void filesThatAreNone() throws IOException {
    File empty = folder.resolve("empty.png").toFile();
    ImageIO.write(new BufferedImage(30, 30, BufferedImage.TYPE_INT_RGB), "png", empty);
    Path words = Files.writeString(folder.resolve("words.png"), "seven");
    assertEquals(
        1, run("missing.png", empty.toString(), words.toString(), "src/test/resources/1.png"));
    assertEquals(
        """
        missing.png: no such file
        FOLDER/empty.png: nothing is drawn in this picture
        FOLDER/words.png: this is no picture; PNG, JPEG, GIF and BMP are read
        """,
        text(err).replace(folder.toString(), "FOLDER"));
    assertTrue(text(out).startsWith("src/test/resources/1.png  1,"), text(out));
  }

  @Test
  void noFiles() throws IOException {
    assertEquals(2, run());
    assertTrue(text(err).startsWith("which pictures?"));
  }

  private int run(String... files) throws IOException {
    return Main.run(
        files,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
