package app;

import java.util.Map;

final class Fakes {
  private Fakes() {}

  static float[] fake(float[] x) {
    return new Fake(Map.of()).session().y(x, x.length / 2);
  }
}
