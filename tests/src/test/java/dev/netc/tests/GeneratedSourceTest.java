package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.codegen.NetworkClass;
import dev.netc.codegen.TrainingGraphs;
import dev.netc.frontend.Compilation;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.Frontend;
import dev.netc.frontend.TrainingPlan;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.Graph;
import dev.netc.runtime.Network;
import dev.netc.runtime.Tensor;
import dev.netc.training.InitialTensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole generated classes: their text as it was last approved, compiled by javac without a warning
 * and run beside the reference evaluator.
 */
final class GeneratedSourceTest {
  private static final Path GOLDEN = Path.of("src/test/resources/generated");
  private static final Path EXAMPLES = Path.of("../examples");

  @TempDir Path folder;

  @Test
  void lenetReadsAsASchedule() throws Exception {
    Path file = EXAMPLES.resolve("lenet/lenet.net");
    CompiledNetwork lenet = network(file);
    NetworkClass wanted =
        new NetworkClass(lenet.inference(), "app", "LeNet")
            .text(SourceFile.read(file).text())
            .weightsBeside(file)
            .initializer(lenet.initialize());
    check("LeNet", lenet.inference(), wanted);
  }

  @Test
  void aTrainingStepReadsAsFormulas() throws Exception {
    CompiledNetwork xor = network(EXAMPLES.resolve("xor/xor.net"));
    check("XorStep", xor.training().orElseThrow().step());
  }

  @Test
  void aTrainerIsThin() throws Exception {
    Path file = EXAMPLES.resolve("xor/xor.net");
    CompiledNetwork xor = network(file);
    TrainingPlan plan = xor.training().orElseThrow();
    String source =
        new NetworkClass(xor.inference(), "app", "Xor")
            .weightsBeside(file)
            .initializer(xor.initialize())
            .training(new TrainingGraphs(plan.step(), plan.initializeState(), Set.of()))
            .source();
    Golden.check(GOLDEN.resolve("Xor.java.txt"), source);
  }

  @Test
  void aLoopReadsAsALoop() throws Exception {
    check("Cell", network(GOLDEN.resolve("cell.net")).inference());
  }

  @Test
  void severalInputsAndOutputsAreParametersAndARecord() throws Exception {
    CompiledNetwork network = network(GOLDEN.resolve("pair.net"));
    Class<?> compiled = check("Pair", network.inference());
    Map<String, Tensor> parameters = InitialTensors.parameters(network, 1);
    Object session = session(compiled, parameters);
    float[] a = {1, 2, 3, 4, 5, 6};
    float[] b = {0, 1, 0, 2, 0, 3};
    Object outputs =
        session
            .getClass()
            .getMethod("pair", float[].class, float[].class, int.class)
            .invoke(session, a, b, 2);
    assertThat(array(outputs, "sum")).containsExactly(1, 3, 3, 6, 5, 9);
    float[] weight = parameters.get("score.weight").floats();
    float bias = parameters.get("score.bias").floats()[0];
    assertThat(array(outputs, "score")).hasSize(2);
    assertThat(array(outputs, "score")[0])
        .isEqualTo(1 * weight[0] + 3 * weight[1] + 3 * weight[2] + bias);
  }

  private static float[] array(Object outputs, String name) throws ReflectiveOperationException {
    return (float[]) outputs.getClass().getMethod(name).invoke(outputs);
  }

  private static Object session(Class<?> compiled, Map<String, Tensor> parameters)
      throws ReflectiveOperationException {
    Object network = compiled.getConstructor(Map.class).newInstance(parameters);
    return compiled.getMethod("session").invoke(network);
  }

  private static CompiledNetwork network(Path file) throws IOException {
    Compilation compilation = Frontend.compile(SourceFile.read(file));
    assertThat(compilation.diagnostics()).isEmpty();
    return compilation.networks().getFirst();
  }

  private Class<?> check(String name, Graph graph) throws Exception {
    return check(name, graph, new NetworkClass(graph, "app", name));
  }

  private Class<?> check(String name, Graph graph, NetworkClass wanted) throws Exception {
    String source = wanted.source();
    Golden.check(GOLDEN.resolve(name + ".java.txt"), source);
    Class<? extends Network> compiled =
        new JavaSources(folder)
            .add(source)
            .compile()
            .loadClass("app." + name)
            .asSubclass(Network.class);
    new AgainstReference(graph).compare(parameters -> construct(compiled, parameters));
    return compiled;
  }

  private static Network construct(
      Class<? extends Network> compiled, Map<String, Tensor> parameters) {
    try {
      return compiled.getConstructor(Map.class).newInstance(parameters);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
