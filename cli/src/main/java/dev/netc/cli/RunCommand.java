package dev.netc.cli;

import dev.netc.autodiff.Gradient;
import dev.netc.codegen.Compiler;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Rewriter;
import dev.netc.ir.Value;
import dev.netc.runtime.Safetensors;
import dev.netc.runtime.Tensor;
import dev.netc.training.Weights;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
  private static final String COTANGENT = "cotangent.";
  private static final String GRADIENT = "gradient.";

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
      graph = withGradients(graph);
      Safetensors.read(backward.cotangents)
          .tensors()
          .forEach((name, tensor) -> inputs.put(COTANGENT + name, tensor));
    }
    GraphRun run = new GraphRun(graph, inputs, parameters);
    Map<String, Tensor> results = reference ? run.reference() : run.compiled();
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    results.forEach(
        (name, tensor) -> {
          if (name.startsWith(GRADIENT)) {
            gradients.put(name.substring(GRADIENT.length()), tensor);
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

  private Map<String, Tensor> parameters(Graph graph) {
    if (graph.parameters().isEmpty()) {
      return Map.of();
    }
    if (weights == null) {
      throw new UserError("error: " + graph.name() + " has parameters: give them with --weights");
    }
    return Weights.read(weights, Compiler.signature(graph));
  }

  private static void write(Path path, Map<String, Tensor> tensors) {
    try {
      Safetensors.write(path, tensors, Map.of());
    } catch (IOException e) {
      throw new UserError("error: " + path + " cannot be written: " + e.getMessage());
    }
  }

  /** The graph with cotangents as further inputs and gradients as further outputs. */
  private static Graph withGradients(Graph graph) {
    Rewriter copy = new Rewriter(graph);
    graph.values().forEach(copy::keep);
    List<Value> ys = new ArrayList<>();
    List<Value> cotangents = new ArrayList<>();
    for (Graph.Output output : graph.outputs()) {
      if (output.value().dtype().isFloat()) {
        ys.add(copy.get(output.value()));
        cotangents.add(copy.builder().input(COTANGENT + output.name(), output.value().tensor()));
      }
    }
    Map<String, Value> xs = new LinkedHashMap<>();
    for (Value input : graph.inputs()) {
      if (input.dtype().isFloat()) {
        xs.put(((Leaf.Input) input.op()).name(), copy.get(input));
      }
    }
    graph.parameters().forEach(p -> xs.put(((Leaf.Parameter) p.op()).path(), copy.get(p)));
    List<Value> gradients = Gradient.vjp(copy.builder(), ys, cotangents, List.copyOf(xs.values()));
    int i = 0;
    for (String name : xs.keySet()) {
      copy.builder().output(GRADIENT + name, gradients.get(i++));
    }
    return copy.finish();
  }
}
