package @package@;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Says which digits pictures show. */
public final class Main {
  private static final int SIZE = 28;

  private Main() {}

  public static void main(String[] files) throws IOException {
    Digits.Session session = Digits.fromResource().session();
    for (String file : files) {
      System.out.println(file + " shows a " + digit(session, ImageIO.read(new File(file))));
    }
  }

  /** The digit that the network thinks most likely; each thread uses a session of its own. */
  static int digit(Digits.Session session, BufferedImage picture) {
    float[] logits = session.logits(pixels(picture), 1);
    int best = 0;
    for (int digit = 1; digit < 10; digit++) {
      best = logits[digit] > logits[best] ? digit : best;
    }
    return best;
  }

  /** The picture in 28 by 28 grey values from 0 to 1, row by row. */
  private static float[] pixels(BufferedImage picture) {
    BufferedImage grey = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = grey.createGraphics();
    graphics.drawImage(picture, 0, 0, SIZE, SIZE, null);
    graphics.dispose();
    float[] pixels = new float[SIZE * SIZE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = grey.getRaster().getSample(i % SIZE, i / SIZE, 0) / 255f;
    }
    return pixels;
  }
}
