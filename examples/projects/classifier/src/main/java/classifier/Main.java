package classifier;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Says which digits pictures show. */
public final class Main {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private Main() {}

  public static void main(String[] files) throws IOException {
    System.exit(run(files, System.out, System.err));
  }

  /** The exit code: 0 if all pictures were read. */
  static int run(String[] files, PrintStream out, PrintStream err) throws IOException {
    if (files.length == 0) {
      err.println("which pictures? Name PNG, JPEG, GIF or BMP files, each of one digit");
      return USAGE;
    }
    DigitReader reader = DigitReader.load();
    int code = 0;
    for (String file : files) {
      try {
        out.println(file + "  " + text(reader.read(picture(file))));
      } catch (IOException | IllegalArgumentException e) {
        err.println(file + ": " + e.getMessage());
        code = FAILED;
      }
    }
    return code;
  }

  private static BufferedImage picture(String name) throws IOException {
    File file = new File(name);
    if (!file.isFile()) {
      throw new IOException("no such file");
    }
    BufferedImage picture = ImageIO.read(file);
    if (picture == null) {
      throw new IOException("this is no picture; PNG, JPEG, GIF and BMP are read");
    }
    return picture;
  }

  /** {@code 7, 98.2 %; or 1, 1.1 %}. */
  private static String text(DigitReader.Answer answer) {
    return String.format(
        Locale.ROOT,
        "%d, %.1f %%; or %d, %.1f %%",
        answer.digit(),
        100 * answer.probability(answer.digit()),
        answer.second(),
        100 * answer.probability(answer.second()));
  }
}
