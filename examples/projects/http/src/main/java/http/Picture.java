package http;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Reads pictures from strangers. */
final class Picture {
  /** A small file may say that it is a picture of gigabytes. */
  private static final int LONGEST = 2048;

  private Picture() {}

  /**
   * The picture in a file's bytes.
   *
   * @throws IllegalArgumentException if there is none, or it is larger than 2048 by 2048
   */
  static BufferedImage of(byte[] file) {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IllegalArgumentException("this is no picture; PNG, JPEG, GIF and BMP are read");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        if (Math.max(reader.getWidth(0), reader.getHeight(0)) > LONGEST) {
          throw new IllegalArgumentException(
              "the picture is larger than " + LONGEST + " x " + LONGEST + " pixels");
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    } catch (IOException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("the picture cannot be read", e);
    }
  }
}
