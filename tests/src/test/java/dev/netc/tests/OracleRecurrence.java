package dev.netc.tests;

import com.fasterxml.jackson.databind.JsonNode;
import dev.netc.runtime.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The networks of the golden cases that go over time. */
final class OracleRecurrence {
  private OracleRecurrence() {}

  /** The network of a case: from given states, or over sequences of given lengths. */
  static OracleNetworks.Network of(JsonNode test, Map<String, Tensor> tensors) {
    JsonNode a = test.get("attributes");
    List<String> inputs = new ArrayList<>();
    Map<String, String> parameters = new LinkedHashMap<>();
    for (JsonNode input : test.get("inputs")) {
      String name = input.asText();
      if (name.startsWith("weight") || name.startsWith("bias")) {
        parameters.put(name, "p." + name);
      } else {
        inputs.add(name + ": " + OracleNetworks.type(tensors.get("in." + name)));
      }
    }
    List<String> outputs = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (JsonNode output : test.get("outputs")) {
      names.add(output.asText());
      outputs.add(
          output.asText() + ": " + OracleNetworks.type(tensors.get("out." + output.asText())));
    }
    String results = String.join(", ", names);
    String text =
        "network Case(%s) -> (%s) {\n    %s = %s as \"p\"\n}\n"
            .formatted(
                String.join(", ", inputs),
                String.join(", ", outputs),
                names.size() == 1 ? results : "(" + results + ")",
                call(test.get("op").asText(), a, names.size() == 1));
    return new OracleNetworks.Network(text, parameters);
  }

  private static String call(String op, JsonNode a, boolean packed) {
    String stack =
        "layers = %s, bidirectional = %s".formatted(a.get("layers"), a.get("bidirectional"));
    return switch (op) {
      case "rnn_tanh" -> "rnn_from(x, h0, " + stack + ")";
      case "rnn_relu" -> "rnn_from(x, h0, activation = \"relu\", " + stack + ")";
      case "gru" -> "gru_from(x, h0, " + stack + ")";
      case "lstm" ->
          packed
              ? "lstm(x, %s, lengths = length, %s)".formatted(a.get("hidden"), stack)
              : "lstm_from(x, h0, c0, " + stack + ")";
      default -> throw new IllegalArgumentException(op);
    };
  }
}
