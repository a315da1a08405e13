package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.netc.frontend.Compilation;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.Frontend;
import dev.netc.frontend.TrainingPlan;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.DType;
import dev.netc.ir.reference.Array;
import dev.netc.ir.reference.Evaluator;
import dev.netc.runtime.Safetensors;
import dev.netc.runtime.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Ten updates by each optimiser on given gradients, beside PyTorch's in f64. */
final class OptimizerOracleTest {
  private static final Path CASES =
      Path.of(System.getProperty("netc.oracle", "src/test/resources/oracle"));
  private static final double EXACT = 1e-9;

  /** Our names of PyTorch's arguments. */
  private static final Map<String, String> ARGUMENTS = Map.of("lr", "rate", "eps", "epsilon");

  @TestFactory
  Stream<DynamicTest> tenUpdatesAgree() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode test : new ObjectMapper().readTree(CASES.resolve("manifest.json").toFile())) {
      if (test.get("op").asText().equals("optimizer")) {
        tests.add(DynamicTest.dynamicTest(test.get("name").asText(), () -> check(test)));
      }
    }
    return tests.stream();
  }

  private static void check(JsonNode test) throws IOException {
    Path file = CASES.resolve(test.get("name").asText() + ".safetensors");
    Map<String, Tensor> tensors = Safetensors.read(file).tensors();
    double[] start = (double[]) tensors.get("in.parameter").data();
    double[] gradients = (double[]) tensors.get("in.gradient").data();
    double[] trajectory = (double[]) tensors.get("out.trajectory").data();
    int size = start.length;
    CompiledNetwork network = network(test.get("attributes"), size);
    TrainingPlan plan = network.training().orElseThrow();
    Map<String, Array> parameters = new LinkedHashMap<>();
    parameters.put("p", Array.of(DType.F32, new int[] {size}, start));
    parameters.putAll(
        new Evaluator(Map.of()).run(plan.initializeState(), Map.of(), parameters).outputs());
    for (int step = 0; step < gradients.length / size; step++) {
      int from = step * size;
      Map<String, Array> inputs =
          Map.of(
              "seed", Array.scalar(DType.I64, 1),
              "step", Array.scalar(DType.I64, step),
              "steps", Array.scalar(DType.I64, 10),
              "g", Array.fill(DType.F32, new int[] {size}, i -> gradients[from + i]));
      parameters.putAll(new Evaluator(Map.of()).run(plan.step(), inputs, parameters).updates());
      for (int i = 0; i < size; i++) {
        assertThat(parameters.get("p").get(i))
            .as("element %d after step %d", i, step)
            .isCloseTo(
                trajectory[from + i],
                org.assertj.core.api.Assertions.within(
                    EXACT * Math.max(1, Math.abs(trajectory[from + i]))));
      }
    }
  }

  @Test
  void clippingByTheGlobalNormAgrees() throws IOException {
    Map<String, Tensor> tensors =
        Safetensors.read(CASES.resolve("clip_global_norm.safetensors")).tensors();
    String text =
        """
        network Case(ga: f32[4], gb: f32[2, 3]) -> (y: f32) {
            param a: f32[4] = constant(0.0)
            param b: f32[2, 3] = constant(0.0)
            y = sum(a * ga) + sum(b * gb)
        }

        training Case() {
            loss      y
            optimizer sgd(rate = 1.0)
            clip      global_norm(1.0)
        }
        """;
    Compilation compilation = Frontend.compile(new SourceFile("case.net", text));
    assertThat(compilation.diagnostics()).as(text).isEmpty();
    TrainingPlan plan = compilation.networks().getFirst().training().orElseThrow();
    Map<String, Array> parameters = new LinkedHashMap<>();
    parameters.put("a", Array.fill(DType.F32, new int[] {4}, i -> 0));
    parameters.put("b", Array.fill(DType.F32, new int[] {2, 3}, i -> 0));
    parameters.putAll(
        new Evaluator(Map.of()).run(plan.initializeState(), Map.of(), parameters).outputs());
    Map<String, Array> inputs =
        Map.of(
            "seed", Array.scalar(DType.I64, 1),
            "step", Array.scalar(DType.I64, 0),
            "steps", Array.scalar(DType.I64, 10),
            "ga", Array.of(DType.F32, new int[] {4}, (double[]) tensors.get("in.a").data()),
            "gb", Array.of(DType.F32, new int[] {2, 3}, (double[]) tensors.get("in.b").data()));
    Map<String, Array> after =
        new Evaluator(Map.of()).run(plan.step(), inputs, parameters).updates();
    for (String name : List.of("a", "b")) {
      double[] clipped = (double[]) tensors.get("out." + name).data();
      for (int i = 0; i < clipped.length; i++) {
        assertThat(after.get(name).get(i))
            .as("element %d of %s", i, name)
            .isCloseTo(-clipped[i], org.assertj.core.api.Assertions.within(EXACT));
      }
    }
  }

  /** A network whose loss has the gradient g. */
  private static CompiledNetwork network(JsonNode attributes, int size) {
    String kind = attributes.get("kind").asText().toLowerCase(java.util.Locale.ROOT);
    List<String> arguments = new ArrayList<>();
    attributes
        .properties()
        .forEach(
            a -> {
              if (!a.getKey().equals("kind") && !a.getKey().equals("amsgrad")) {
                String name = ARGUMENTS.getOrDefault(a.getKey(), a.getKey());
                arguments.add(name + " = " + a.getValue());
              }
            });
    if (kind.equals("nadam")) {
      arguments.add("repeat_momentum = true"); // the cases were computed by PyTorch 1.13
    }
    String text =
        """
        network Case(g: f32[SIZE]) -> (y: f32) {
            param p: f32[SIZE] = constant(0.0)
            y = sum(p * g)
        }

        training Case() {
            loss      y
            optimizer NAME(ARGUMENTS)
        }
        """
            .replace("SIZE", String.valueOf(size))
            .replace("NAME", attributes.has("amsgrad") ? "amsgrad" : kind)
            .replace("ARGUMENTS", String.join(", ", arguments));
    Compilation compilation = Frontend.compile(new SourceFile("case.net", text));
    assertThat(compilation.diagnostics()).as(text).isEmpty();
    return compilation.networks().getFirst();
  }
}
