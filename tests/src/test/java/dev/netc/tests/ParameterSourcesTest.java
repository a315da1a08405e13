package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netc.codegen.NetworkClass;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.SourceFile;
import dev.netc.runtime.Network;
import dev.netc.runtime.Safetensors;
import dev.netc.runtime.Tensor;
import dev.netc.training.InitialTensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.MissingResourceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a generated class gets its parameters: a resource, a seed. */
final class ParameterSourcesTest {
  private static final String INITIALIZERS =
      """
      network A(x: f32[N, 6]) -> (y: f32[N, 6]) {
          param drawn: f32[6, 6] = normal(shape)
          param unit: f32[6, 6] = uniform(shape)
          param from: f32[6, 6] = uniform(shape, -0.25, 0.75)
          param normal: f32[6, 6] = normal(shape, 0.5, 2.0)
          param he: f32[6, 6] = he_normal(6)
          param heUniform: f32[6, 6] = he_uniform(6)
          param glorot: f32[6, 6] = glorot_normal(6, 6)
          param glorotUniform: f32[6, 6] = glorot_uniform(6, 6)
          param one: f32[6] = constant(1.0)
          param nothing: f32[6] = constant(0.0)
          param gates: f32[12] = forgetting(3, 1.0)
          param cut: f32[6, 6] = truncated_normal(0.02)
          param orthogonal: f32[6, 6] = orthogonal()
          y = x |> linear(8) |> batch_norm |> linear(6)
      }
      """;

  @TempDir Path folder;

  private static CompiledNetwork network(String text) {
    return Frontend.compile(new SourceFile("a.net", text)).networks().getFirst();
  }

  private static String source(CompiledNetwork network) {
    return new NetworkClass(network.inference(), "app", network.name())
        .weightsBeside(Path.of("nets/a.net"))
        .initializer(network.initialize())
        .source();
  }

  @Test
  void everyInitializerDrawsWhatATrainingStartsFrom() throws Exception {
    CompiledNetwork network = network(INITIALIZERS);
    String source = source(network);
    assertThat(source)
        .contains("fresh.uniform(\"from\", 2, 1.0f, -0.25f)", "fresh.fill(\"one\", 1.0f)")
        .contains("class Initializer implements Network"); // of the last three
    Network drawn = (Network) new JavaSources(folder).add(source).run("return A.initialize(7);");
    assertThat(drawn.parameters()).isEqualTo(InitialTensors.parameters(network, 7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lenet/lenet", "resnet/resnet20", "text/transformer"})
  void examplesNeedNoClassToDrawTheirParameters(String example) throws Exception {
    CompiledNetwork network = Nets.compile("../examples/" + example + ".net");
    String source = source(network);
    assertThat(source).doesNotContain("class Initializer");
    Network drawn =
        (Network)
            new JavaSources(folder)
                .add(source)
                .run("return %s.initialize(-3);".formatted(network.name()));
    assertThat(drawn.parameters()).isEqualTo(InitialTensors.parameters(network, -3));
  }

  @Test
  void theWeightsBesideTheClassAreFound() throws Exception {
    CompiledNetwork network = network(INITIALIZERS);
    Map<String, Tensor> parameters = InitialTensors.parameters(network, 3);
    weights(parameters);
    Network read = (Network) fromResource(network);
    assertThat(read.parameters()).isEqualTo(parameters);
  }

  @Test
  void weightsThatAreNotThereAreAskedFor() throws IOException {
    assertThatThrownBy(() -> fromResource(network(INITIALIZERS)))
        .isInstanceOf(MissingResourceException.class)
        .hasMessage(
            "there are no weights beside app.A: looked for app/a.safetensors in "
                + folder.toUri().toURL()
                + ". `netc train a.net` makes them: put best.safetensors beside a.net as"
                + " a.safetensors, from where the Maven plugin takes it, or put it into the"
                + " resources as app/a.safetensors. Weights elsewhere are for A.load(Path), fresh"
                + " ones are A.initialize(seed)");
  }

  @Test
  void weightsOfAnotherNetworkAreNamed() throws IOException {
    Map<String, Tensor> parameters = InitialTensors.parameters(network(INITIALIZERS), 3);
    parameters.put("one", Tensor.of(new float[5], 5));
    weights(parameters);
    assertThatThrownBy(() -> fromResource(network(INITIALIZERS)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the resource app/a.safetensors does not fit app.A: the parameter one: f32[6] is given"
                + " as f32[5]");
  }

  @Test
  void aFileThatIsBrokenIsNamed() throws IOException {
    Files.createDirectories(folder.resolve("app"));
    Files.writeString(folder.resolve("app/a.safetensors"), "oops");
    assertThatThrownBy(() -> fromResource(network(INITIALIZERS)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("the resource app/a.safetensors cannot be read: the stream is no");
  }

  private void weights(Map<String, Tensor> parameters) throws IOException {
    Files.createDirectories(folder.resolve("app"));
    Safetensors.write(folder.resolve("app/a.safetensors"), parameters, Map.of());
  }

  private Object fromResource(CompiledNetwork network) throws Exception {
    return new JavaSources(folder).add(source(network)).run("return A.fromResource();");
  }
}
