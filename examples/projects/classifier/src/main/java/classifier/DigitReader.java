package classifier;

import dev.netc.runtime.annotation.Network;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;

/** Reads digits with the network of {@code digits.net}; for one thread. */
@Network("digits.net")
final class DigitReader {
  private final Digits.Session session;

  private DigitReader(Digits.Session session) {
    this.session = session;
  }

  /** With the weights beside {@code digits.net}, which are a resource of this package. */
  static DigitReader load() throws IOException {
    try (InputStream weights = DigitReader.class.getResourceAsStream("digits.safetensors")) {
      return new DigitReader(Digits.load(weights).session());
    }
  }

  /** How likely each digit is; the ten probabilities sum to 1. */
  record Answer(float[] probabilities) {
    float probability(int digit) {
      return probabilities[digit];
    }

    /** The likeliest digit. */
    int digit() {
      return likeliest(-1);
    }

    /** The likeliest one but for {@link #digit}. */
    int second() {
      return likeliest(digit());
    }

    private int likeliest(int without) {
      int best = without == 0 ? 1 : 0;
      for (int digit = 0; digit < probabilities.length; digit++) {
        if (digit != without && probabilities[digit] > probabilities[best]) {
          best = digit;
        }
      }
      return best;
    }
  }

  /**
   * The digit that a picture shows.
   *
   * @throws IllegalArgumentException if nothing is drawn
   */
  Answer read(BufferedImage picture) {
    return new Answer(softmax(session.logits(Ink.pixels(picture), 1)));
  }

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
