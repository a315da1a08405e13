package dev.netc.tests;

import com.fasterxml.jackson.databind.JsonNode;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The network in our language that each golden case speaks of. */
final class OracleNetworks {
  /**
   * A network.
   *
   * @param parameters the paths of the case's inputs that are parameters here
   */
  record Network(String text, Map<String, String> parameters) {}

  private static final Set<String> FUNCTIONS =
      Set.of(
          "relu",
          "elu",
          "selu",
          "celu",
          "gelu",
          "gelu_tanh",
          "silu",
          "mish",
          "sigmoid",
          "tanh",
          "softplus",
          "softsign",
          "hard_sigmoid",
          "hard_swish",
          "hard_tanh",
          "relu6",
          "log_sigmoid",
          "exp",
          "erf",
          "sin",
          "cos",
          "square",
          "abs",
          "log",
          "sqrt",
          "rsqrt",
          "reciprocal",
          "global_avg_pool",
          "global_max_pool");

  private OracleNetworks() {}

  /** The network of a case, or null if the language has no word for it. */
  static @Nullable Network of(JsonNode test, Map<String, Tensor> tensors) {
    String op = test.get("op").asText();
    JsonNode a = test.get("attributes");
    return switch (op) {
      case String f when FUNCTIONS.contains(f) -> plain(test, tensors, f + "(x)");
      case "leaky_relu" -> plain(test, tensors, "leaky_relu(x, 0.1)");
      case "glu", "softmax", "log_softmax" ->
          plain(test, tensors, op + "(x, axis = " + a.get("axis") + ")");
      case "prelu" -> layer(test, tensors, "prelu(x)", Map.of("a", "p.weight"));
      case "linear" ->
          layer(
              test,
              tensors,
              (tensors.get("in.x").shape().size() == 3 ? "sequence_linear" : "linear")
                  + "(x, %d)".formatted(extent(tensors, "w", 0)),
              weightAndBias());
      case "matmul" -> plain(test, tensors, "matmul(a, b)");
      case "embedding" ->
          layer(
              test,
              tensors,
              "embedding(index, %d, %d)"
                  .formatted(extent(tensors, "w", 0), extent(tensors, "w", 1)),
              Map.of("w", "p.weight"));
      case "conv1d", "conv2d", "conv3d" -> plain(test, tensors, convolution("convolution", a));
      case "conv_transpose1d", "conv_transpose2d", "conv_transpose3d" ->
          plain(test, tensors, convolution("transposed_convolution", a));
      case "max_pool1d", "max_pool2d", "max_pool3d" ->
          plain(test, tensors, "max_pool(" + pool(a) + ", ceil = " + a.get("ceil_mode") + ")");
      case "avg_pool1d", "avg_pool2d", "avg_pool3d" ->
          plain(
              test,
              tensors,
              "mean_pool(%s, ceil = %s, count_padding = %s)"
                  .formatted(pool(a), a.get("ceil_mode"), a.get("count_include_pad")));
      case "adaptive_avg_pool2d", "adaptive_max_pool2d" ->
          plain(
              test,
              tensors,
              op + "(x, " + a.get("output").get(0) + ", " + a.get("output").get(1) + ")");
      case "upsample2d" ->
          plain(
              test,
              tensors,
              "upsample2d(x, %s, %s, mode = %s, align_corners = %s)"
                  .formatted(
                      a.get("output").get(0),
                      a.get("output").get(1),
                      a.get("mode"),
                      a.get("align_corners").asBoolean()));
      case "multi_head_attention" -> attention(test, tensors, a);
      case "rms_norm" -> layer(test, tensors, "rms_norm(x)", Map.of("gamma", "p.weight"));
      case "layer_norm" ->
          layer(test, tensors, "layer_norm(x, " + a.get("axes") + ")", scaleAndShift());
      case "batch_norm" -> batchNorm(test, tensors, a);
      case "group_norm" ->
          layer(test, tensors, "group_norm(x, " + a.get("groups") + ")", scaleAndShift());
      case "instance_norm" -> layer(test, tensors, "instance_norm(x)", scaleAndShift());
      case "squeeze_excitation" -> squeezeExcitation(test, tensors, a);
      case "mse" -> plain(test, tensors, "mean_squared_error(x, target)");
      case "l1" -> plain(test, tensors, "l1(x, target)");
      case "huber" -> plain(test, tensors, "huber(x, target, delta = " + a.get("delta") + ")");
      case "bce_with_logits" -> plain(test, tensors, "binary_cross_entropy(x, target)");
      case "kl_div" -> plain(test, tensors, "kl_divergence(x, target)");
      case "triplet" -> plain(test, tensors, "triplet(a, p, n, margin = " + a.get("margin") + ")");
      case "focal" ->
          plain(
              test,
              tensors,
              "focal(x, target, alpha = %s, gamma = %s)".formatted(a.get("alpha"), a.get("gamma")));
      case "cross_entropy" -> crossEntropy(test, tensors, a);
      case "roi_align" ->
          plain(
              test,
              tensors,
              "roi_align(x, rois, batch_index, %s, %s, %s, samples = %s, aligned = %s)"
                  .formatted(
                      a.get("output"),
                      a.get("output"),
                      a.get("spatial_scale"),
                      a.get("sampling_ratio"),
                      a.get("aligned").asBoolean()));
      case "roi_pool" ->
          plain(
              test,
              tensors,
              "roi_pool(x, rois, batch_index, %s, %s, %s)"
                  .formatted(a.get("output"), a.get("output"), a.get("spatial_scale")));
      case "ohem_cross_entropy" ->
          plain(test, tensors, "ohem_cross_entropy(logits, label, " + a.get("keep") + ")");
      case "rnn_tanh", "rnn_relu", "lstm", "gru" -> OracleRecurrence.of(test, tensors);
      case "ctc" ->
          plain(test, tensors, "ctc(logits, target, input_length, target_length, blank = 0)");
      case "grad_penalty" -> penalty(test, tensors, a.get("of").asText());
      default -> null;
    };
  }

  private static Map<String, String> weightAndBias() {
    return Map.of("w", "p.weight", "b", "p.bias");
  }

  private static Map<String, String> scaleAndShift() {
    return Map.of("gamma", "p.weight", "beta", "p.bias");
  }

  private static int extent(Map<String, Tensor> tensors, String input, int axis) {
    return tensors.get("in." + input).shape().get(axis);
  }

  private static String tuple(JsonNode value) {
    if (!value.isArray()) {
      return value.toString();
    }
    List<String> elements = new ArrayList<>();
    value.forEach(v -> elements.add(v.toString()));
    return "(" + String.join(", ", elements) + ")";
  }

  private static String convolution(String operator, JsonNode a) {
    List<String> attributes = new ArrayList<>();
    a.fieldNames().forEachRemaining(n -> attributes.add(n + " = " + tuple(a.get(n))));
    return operator + "(x, w, " + String.join(", ", attributes) + ") + reshape(b, BIAS)";
  }

  private static String pool(JsonNode a) {
    return "x, kernel = %s, stride = %s, padding = %s"
        .formatted(tuple(a.get("kernel")), tuple(a.get("stride")), tuple(a.get("padding")));
  }

  private static Network attention(JsonNode test, Map<String, Tensor> tensors, JsonNode a) {
    Map<String, String> parameters = new LinkedHashMap<>();
    Map.of("q", "query", "k", "key", "v", "value", "o", "out")
        .forEach(
            (letter, name) -> {
              parameters.put("w_" + letter, "p." + name + ".weight");
              parameters.put("b_" + letter, "p." + name + ".bias");
            });
    return layer(
        test,
        tensors,
        "multi_head_attention(x, %s, causal = %s)".formatted(a.get("heads"), a.get("causal")),
        parameters);
  }

  private static Network batchNorm(JsonNode test, Map<String, Tensor> tensors, JsonNode a) {
    String epsilon = "epsilon = " + a.get("eps");
    if (!a.get("training").asBoolean()) {
      return layer(
          test,
          tensors,
          "batch_norm(x, " + epsilon + ")",
          Map.of(
              "gamma", "p.weight",
              "beta", "p.bias",
              "running_mean", "p.running_mean",
              "running_var", "p.running_var"));
    }
    String channels = type(tensors.get("in.gamma"));
    String image = type(tensors.get("in.x"));
    String text =
        """
        network Case(x: IMAGE, gamma: CHANNELS, beta: CHANNELS, running_mean: CHANNELS, running_var: CHANNELS)
        -> (y: IMAGE, new_running_mean: CHANNELS, new_running_var: CHANNELS) {
            (y, m, v) = normalized_batch(x, gamma, beta, EPSILON)
            new_running_mean = (1 - MOMENTUM) * running_mean + MOMENTUM * m
            new_running_var = (1 - MOMENTUM) * running_var + MOMENTUM * v
        }
        """
            .replace("IMAGE", image)
            .replace("CHANNELS", channels)
            .replace("EPSILON", epsilon)
            .replace("MOMENTUM", a.get("momentum").asText());
    return new Network(text, Map.of());
  }

  private static Network squeezeExcitation(JsonNode test, Map<String, Tensor> tensors, JsonNode a) {
    return layer(
        test,
        tensors,
        "squeeze_excitation(x, reduction = " + a.get("reduction") + ")",
        Map.of(
            "w1", "p.linear_1.weight",
            "b1", "p.linear_1.bias",
            "w2", "p.linear_2.weight",
            "b2", "p.linear_2.bias"));
  }

  private static Network crossEntropy(JsonNode test, Map<String, Tensor> tensors, JsonNode a) {
    if (tensors.get("in.logits").shape().size() != 2) {
      return plain(
          test,
          tensors,
          "pixel_cross_entropy(logits, label, reduction = " + a.get("reduction") + ")");
    }
    boolean weighted = tensors.containsKey("in.weight");
    return plain(
        test,
        tensors,
        "%s(logits, label, %ssmoothing = %s, ignore = %s, reduction = %s)"
            .formatted(
                weighted ? "weighted_cross_entropy" : "cross_entropy",
                weighted ? "weight, " : "",
                a.get("label_smoothing"),
                a.get("ignore_index"),
                a.get("reduction")));
  }

  private static Network penalty(JsonNode test, Map<String, Tensor> tensors, String of) {
    String inner =
        of.startsWith("sum(") ? "sum(tanh(convolution(x, w, padding = 1)))" : "sum(" + of + "(x))";
    return plain(test, tensors, "sum(square(grad(" + inner + ", x)))");
  }

  private static Network layer(
      JsonNode test, Map<String, Tensor> tensors, String call, Map<String, String> parameters) {
    return network(test, tensors, call + " as \"p\"", parameters);
  }

  private static Network plain(JsonNode test, Map<String, Tensor> tensors, String expression) {
    return network(test, tensors, expression, Map.of());
  }

  private static Network network(
      JsonNode test, Map<String, Tensor> tensors, String expression, Map<String, String> paths) {
    Map<String, String> parameters = new LinkedHashMap<>();
    List<String> inputs = new ArrayList<>();
    for (JsonNode name : test.get("inputs")) {
      String input = name.asText();
      if (paths.containsKey(input)) {
        parameters.put(input, paths.get(input));
      } else {
        inputs.add(input + ": " + type(tensors.get("in." + input)));
      }
    }
    // Scalars are stored as tensors of one element.
    Tensor stored = tensors.get("out.y");
    Tensor y =
        stored.shape().equals(List.of(1))
            ? new Tensor(stored.type(), List.of(), stored.data())
            : stored;
    String bias =
        "["
            + (y.shape().size() > 2 ? y.shape().get(1) : 0)
            + ", 1".repeat(Math.max(0, y.shape().size() - 2))
            + "]";
    String text =
        "network Case(%s) -> (y: %s) {\n    y = %s\n}\n"
            .formatted(String.join(", ", inputs), type(y), expression.replace("BIAS", bias));
    return new Network(text, parameters);
  }

  /** The type of a tensor in our language, where float is f32. */
  static String type(Tensor tensor) {
    String dtype = tensor.type() == ElementType.F64 ? "f32" : "i32";
    return tensor.shape().isEmpty()
        ? dtype
        : dtype
            + tensor.shape().stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", "[", "]"));
  }
}
