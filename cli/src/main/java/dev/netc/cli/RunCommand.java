package dev.netc.cli;

import dev.netc.autodiff.VectorJacobianProduct;
import dev.netc.codegen.Compiler;
import dev.netc.ir.Graph;
import dev.netc.runtime.Safetensors;
import dev.netc.runtime.Signature;
import dev.netc.runtime.Tensor;
import dev.netc.training.Weights;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc run}: a network, and its vector-Jacobian product, on tensors from files. */
@Command(
    name = "run",
    description = "Runs a network on named tensors, for comparing with other frameworks.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: netc run net.net --weights w.safetensors --in in.safetensors --out out.safetensors"
    })
final class RunCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "the .net file")
  Path file;

  @Option(names = "--weights", paramLabel = "W", description = "the parameters, if it has any")
  @Nullable Path weights;

  @Option(names = "--in", required = true, paramLabel = "IN", description = "the inputs by name")
  Path in;

  @Option(names = "--out", required = true, paramLabel = "OUT", description = "gets the outputs")
  Path out;

  @Option(names = "--reference", description = "by the f64 reference evaluator")
  boolean reference;

  @Option(names = "--json", description = "print one JSON object")
  boolean json;

  @ArgGroup(exclusive = false)
  @Nullable Backward backward;

  /** What a vector-Jacobian product needs. */
  static final class Backward {
    @Option(
        names = "--cotangents",
        required = true,
        paramLabel = "C",
        description = "a cotangent for each output, by its name")
    Path cotangents;

    @Option(
        names = "--gradients",
        required = true,
        paramLabel = "G",
        description = "gets the gradients of float inputs and parameters")
    Path gradients;
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter terminal = spec.commandLine().getOut();
    NetFile net = NetFile.compile(file, spec.commandLine().getErr());
    Graph graph = net.network().inference();
    Map<String, Tensor> parameters = parameters(graph);
    Map<String, Tensor> inputs = new LinkedHashMap<>(Safetensors.read(in).tensors());
    if (backward != null) {
      graph = VectorJacobianProduct.of(graph);
      Safetensors.read(backward.cotangents)
          .tensors()
          .forEach((name, tensor) -> inputs.put(VectorJacobianProduct.COTANGENT + name, tensor));
    }
    GraphRun run = new GraphRun(graph, inputs, parameters);
    Map<String, Tensor> results = reference ? run.reference() : run.compiled();
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    results.forEach(
        (name, tensor) -> {
          if (name.startsWith(VectorJacobianProduct.GRADIENT)) {
            gradients.put(name.substring(VectorJacobianProduct.GRADIENT.length()), tensor);
          } else {
            outputs.put(name, tensor);
          }
        });
    write(out, outputs);
    if (backward != null) {
      write(backward.gradients, gradients);
    }
    if (json) {
      terminal.println(JsonOutput.of(fields(net, outputs, gradients)));
    } else {
      outputs.forEach((name, tensor) -> terminal.println(name + ": " + tensor));
    }
    terminal.flush();
    return 0;
  }

  private Map<String, Object> fields(
      NetFile net, Map<String, Tensor> outputs, Map<String, Tensor> gradients) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("network", net.network().name());
    fields.put("outputs", shapes(outputs));
    fields.put("out", out.toString());
    if (backward != null) {
      fields.put("gradients", shapes(gradients));
      fields.put("gradients_out", backward.gradients.toString());
    }
    return fields;
  }

  private static Map<String, Object> shapes(Map<String, Tensor> tensors) {
    Map<String, Object> shapes = new LinkedHashMap<>();
    tensors.forEach(
        (name, t) -> shapes.put(name, Map.of("type", t.type().toString(), "shape", t.shape())));
    return shapes;
  }

  private Map<String, Tensor> parameters(Graph graph) throws IOException {
    if (graph.parameters().isEmpty()) {
      return Map.of();
    }
    if (weights == null) {
      throw new UserError("error: " + graph.name() + " has parameters: give them with --weights");
    }
    Map<String, Tensor> given = Safetensors.read(weights).tensors();
    Signature signature = Compiler.signature(graph);
    Map<String, Tensor> narrowed = new LinkedHashMap<>(given);
    for (Signature.Slot slot : signature.parameters()) {
      narrowed.computeIfPresent(
          slot.name(), (path, t) -> Narrowing.of(t, slot.type(), slot.shape().size()));
    }
    Weights.check(weights, narrowed, signature);
    return given;
  }

  private static void write(Path path, Map<String, Tensor> tensors) {
    try {
      Safetensors.write(path, tensors, Map.of());
    } catch (IOException e) {
      throw new UserError("error: " + path + " cannot be written: " + e.getMessage());
    }
  }
}
