package http;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads digits for any number of threads. A session is the working memory of one thread, so there
 * are as many as threads may read at once; the others wait for one.
 */
final class DigitReader {
  private final BlockingQueue<Digits.Session> sessions;

  private DigitReader(Digits digits, int count) {
    sessions = new ArrayBlockingQueue<>(count);
    for (int i = 0; i < count; i++) {
      sessions.add(digits.session());
    }
  }

  /**
   * With the weights beside {@code digits.net}, which are a resource of this package.
   *
   * @param threads that may read at once
   */
  static DigitReader load(int threads) throws IOException {
    try (InputStream weights = DigitReader.class.getResourceAsStream("digits.safetensors")) {
      return new DigitReader(Digits.load(weights), threads);
    }
  }

  /**
   * How likely each digit is; the ten probabilities sum to 1.
   *
   * @throws IllegalArgumentException if nothing is drawn
   * @throws InterruptedException if the thread is interrupted while it waits for a session
   */
  float[] read(BufferedImage picture) throws InterruptedException {
    float[] pixels = Ink.pixels(picture);
    Digits.Session session = sessions.take();
    try {
      return softmax(session.logits(pixels, 1));
    } finally {
      sessions.add(session);
    }
  }

  /** In an array of its own: the session's is valid until its next call. */
  private static float[] softmax(float[] logits) {
    float most = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      most = Math.max(most, logit);
    }
    float[] probabilities = new float[logits.length];
    float sum = 0;
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = (float) Math.exp(logits[i] - most);
      sum += probabilities[i];
    }
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] /= sum;
    }
    return probabilities;
  }
}
