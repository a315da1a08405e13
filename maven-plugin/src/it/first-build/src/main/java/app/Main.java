package app;

import app.digits.LeNet;
import java.util.Arrays;
import java.util.Map;

/** Uses the classes of both networks, and the training step. */
public final class Main {
  private Main() {}

  static float[] logits(LeNet network, float[] image) {
    return network.session().logits(image, 1);
  }

  static float[] answer(Parity network, float[] bits) {
    return network.session().answer(bits, 1);
  }

  public static void main(String[] arguments) {
    System.out.println(new ParityStep(Map.of()).signature());
    System.out.println(Arrays.toString(answer(new Parity(Map.of()), new float[] {0, 1})));
  }
}
