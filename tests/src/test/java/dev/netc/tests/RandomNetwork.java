package dev.netc.tests;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A network of the language, made of random stages. A stage that the tensor before it does not fit
 * does nothing, so whatever stages are left out of a network, a network is left.
 *
 * @param input the type of the input
 * @param stages numbers, each of which is a stage of the tensor it meets
 */
record RandomNetwork(List<Integer> input, List<Integer> stages) {
  private static final List<List<Integer>> INPUTS =
      List.of(List.of(6), List.of(2, 8, 8), List.of(16, 6, 5), List.of(5, -1, 4));

  /** Stands for the symbolic extent N, which is else the first. */
  private static final int N = -1;

  RandomNetwork {
    input = List.copyOf(input);
    stages = List.copyOf(stages);
  }

  static RandomNetwork of(long seed) {
    Random random = new Random(seed);
    List<Integer> stages = new ArrayList<>();
    for (int i = 2 + random.nextInt(6); i > 0; i--) {
      stages.add(random.nextInt(1 << 20));
    }
    return new RandomNetwork(INPUTS.get(random.nextInt(INPUTS.size())), stages);
  }

  /** The same without one of the stages. */
  RandomNetwork without(int stage) {
    List<Integer> rest = new ArrayList<>(stages);
    rest.subList(stage, stage + 1).clear();
    return new RandomNetwork(input, rest);
  }

  /** The network as it is written. */
  @Override
  public String toString() {
    Text text = new Text(input);
    stages.forEach(text::add);
    return "network Random(x: %s) -> (y: %s) {\n%s    y = x\n}\n"
        .formatted(type(input), type(text.shape), text.lines);
  }

  private static String type(List<Integer> shape) {
    List<String> dims = new ArrayList<>(shape.contains(N) ? List.of() : List.of("N"));
    shape.forEach(d -> dims.add(d == N ? "N" : "" + d));
    return "f32[" + String.join(", ", dims) + "]";
  }

  /** The statements so far, and the shape that x has after them. */
  private static final class Text {
    private final StringBuilder lines = new StringBuilder();
    private List<Integer> shape;

    Text(List<Integer> shape) {
      this.shape = shape;
    }

    void add(int stage) {
      int choice = stage / 16;
      if (stage % 4 == 0) {
        ofAnyShape(choice);
      } else if (shape.contains(N)) {
        sequence(choice, shape.get(2));
      } else if (shape.size() == 3) {
        image(choice, shape.get(0), shape.get(1), shape.get(2));
      } else {
        vector(choice, shape.get(0));
      }
    }

    private void line(String expression) {
      lines.append("    x = ").append(expression).append('\n');
    }

    private void line(String expression, Integer... shapeAfter) {
      line(expression);
      shape = List.of(shapeAfter);
    }

    private void ofAnyShape(int choice) {
      line(
          switch (choice % 18) {
            case 0 -> "relu(x)";
            case 1 -> "gelu(x)";
            case 2 -> "tanh(x) * sigmoid(x)";
            case 3 -> "silu(x) + x";
            case 4 -> "max(x, 0.1 * x)";
            case 5 -> "layer_norm(x)";
            case 6 -> "rms_norm(x)";
            case 7 -> "x - mean(x, -1, keep = true)";
            case 8 -> "softmax(x)";
            case 9 -> "log_softmax(x)";
            case 10 -> "flip(x, -1)";
            case 11 -> "cumsum(x) / 4";
            case 12 -> "x / (1 + abs(x))";
            case 13 -> "select(x > 0.05, x, sin(3 * x))";
            case 14 -> "exp(-x * x)";
            case 15 -> "x * rsqrt(sum(x * x, -1, keep = true) + 1e-2)";
            case 16 -> "elu(x)";
            default -> shape.contains(N) ? "tanh(x)" : "batch_norm(x)";
          });
    }

    private void vector(int choice, int d) {
      switch (choice % 9) {
        case 0 -> line("linear(x, 3)", 3);
        case 1 -> line("linear(x, 16) |> relu", 16);
        case 2 -> line("linear(x, 33, bias = false) |> batch_norm |> relu", 33);
        case 3 -> line("x + (x |> linear(8) |> tanh |> linear(%d))".formatted(d));
        case 4 -> line("concat([x, x * 0.5], 1)", 2 * d);
        case 5 -> line("x * sigmoid(linear(x, %d))".formatted(d));
        case 6 -> line("matmul(x, x^T) |> matmul(x)");
        case 7 -> line("linear(x, 36) |> reshape([N, 4, 3, 3])", 4, 3, 3);
        default -> line("linear(x, 7) |> gelu |> linear(5)", 5);
      }
    }

    private void image(int choice, int c, int h, int w) {
      boolean large = h > 2 && w > 2;
      switch (choice % 13) {
        case 0 -> line("conv2d(x, 16, kernel = 3, padding = 1) |> batch_norm |> relu", 16, h, w);
        case 1 -> line("conv2d(x, 3, kernel = 1)", 3, h, w);
        case 2 ->
            line(
                "conv2d(x, 17, kernel = 3, padding = 1, stride = 2) |> relu",
                17,
                (h + 1) / 2,
                (w + 1) / 2);
        case 3 ->
            line(
                "x + (x |> conv2d(%d, kernel = 3, padding = 1) |> batch_norm |> tanh)"
                    .formatted(c));
        case 4 -> line("depthwise_conv2d(x, kernel = 3, padding = 1)");
        case 5 -> line("separable_conv2d(x, 8, kernel = 3, padding = 1) |> relu", 8, h, w);
        case 6 -> line("instance_norm(x)");
        case 7 -> line("global_avg_pool(x)", c);
        case 8 -> line("flatten(x)", c * h * w);
        case 9 -> line("concat([x, relu(x)], 1)", 2 * c, h, w);
        case 10 -> pooled(large, "max_pool2d(x, 2)", c, h / 2, w / 2);
        case 11 -> pooled(large, "avg_pool2d(x, 2)", c, h / 2, w / 2);
        default -> pooled(large, "conv2d(x, 5, kernel = 3)", 5, h - 2, w - 2);
      }
    }

    private void pooled(boolean fits, String expression, Integer... after) {
      if (fits) {
        line(expression, after);
      }
    }

    private void sequence(int choice, int d) {
      int t = shape.getFirst();
      switch (choice % 9) {
        case 0 -> line("lstm(x, 4)", t, N, 4);
        case 1 -> line("gru(x, 5)", t, N, 5);
        case 2 -> line("rnn(x, 3, bidirectional = true)", t, N, 6);
        case 3 -> line("x[-1]", d);
        case 4 -> line("mean(x, 0)", d);
        case 5 -> line("x[::-1]");
        case 6 ->
            line("transpose(x, [1, 0, 2]) |> multi_head_attention(1) |> transpose([1, 0, 2])");
        case 7 ->
            line(
                "scan (a, i) in (x, iota(%d)) carry (h = zeros[N, %d]) {\n".formatted(t, d)
                    + "        h = tanh(a + 0.5 * h) * cast(i + 1, f32)\n"
                    + "        yield h - a\n"
                    + "    }");
        default -> line("layer_norm(x) + x");
      }
    }
  }
}
