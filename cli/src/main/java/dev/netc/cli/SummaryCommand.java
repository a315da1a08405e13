package dev.netc.cli;

import dev.netc.frontend.CompiledNetwork;
import dev.netc.ir.Dim;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc summary}: the layers of a network, what they give and what they cost. */
@Command(
    name = "summary",
    description = {
      "Shows each layer's output, parameters, multiply-accumulates, receptive field and",
      "activation memory, for one example."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples: netc summary examples/lenet/lenet.net",
      "          netc summary examples/resnet/resnet20.net --compare-separable"
    })
final class SummaryCommand implements Callable<Integer> {
  private static final String ROW = "  %-16s %-15s %-21s %11s %15s %9s %10s%n";

  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "the .net file")
  Path file;

  @Option(
      names = "--compare-separable",
      description = {
        "beside each convolution what a depthwise-separable one and",
        "a 1xk with a kx1 one would cost"
      })
  boolean comparesSeparable;

  @Option(names = "--json", description = "print one JSON object")
  boolean json;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    CompiledNetwork network = NetFile.compile(file, spec.commandLine().getErr()).network();
    LayerCosts costs = LayerCosts.of(network);
    if (json) {
      Map<String, Object> fields = fields(network, costs);
      if (comparesSeparable) {
        fields.put("convolutions", separable(network).fields());
      }
      out.println(JsonOutput.of(fields));
    } else {
      table(out, network, costs);
      if (comparesSeparable) {
        separable(network).print(out);
      }
    }
    out.flush();
    return 0;
  }

  private static SeparableTable separable(CompiledNetwork network) {
    return new SeparableTable(SeparableCosts.of(network.inference()));
  }

  private static Map<String, Object> fields(CompiledNetwork network, LayerCosts costs) {
    List<Map<String, Object>> layers = new ArrayList<>();
    for (LayerCosts.Layer layer : costs.layers()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("layer", layer.name());
      fields.put("block", layer.block());
      fields.put("output", layer.output());
      fields.put("parameters", layer.parameters());
      fields.put("multiply_accumulates", layer.products());
      layer.field().ifPresent(f -> fields.put("receptive_field", extents(f)));
      fields.put("activation_bytes", layer.bytes());
      layers.add(fields);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("network", network.name());
    fields.put("layers", layers);
    fields.put("parameters", costs.parameters());
    fields.put("multiply_accumulates", costs.products());
    costs.field().ifPresent(f -> fields.put("receptive_field", extents(f)));
    fields.put("activation_bytes", costs.inferenceBytes());
    costs.trainingBytes().ifPresent(b -> fields.put("training_activation_bytes", b));
    return fields;
  }

  /** Numbers; a symbolic extent as text. */
  private static List<Object> extents(List<Dim> field) {
    return field.stream().map(d -> d.isConstant() ? (Object) d.constant() : d.toString()).toList();
  }

  private static void table(PrintWriter out, CompiledNetwork network, LayerCosts costs) {
    out.printf("%s   %s%n%n", network.name(), CheckCommand.interfaceOf(network));
    out.printf(ROW, "layer", "block", "output", "parameters", "MACs", "field", "memory");
    for (LayerCosts.Layer layer : costs.layers()) {
      out.printf(
          ROW,
          layer.name(),
          layer.block(),
          layer.output(),
          number(layer.parameters()),
          number(layer.products()),
          text(layer.field()),
          Units.bytes(layer.bytes()));
    }
    out.printf(
        ROW,
        "total",
        "",
        "",
        number(costs.parameters()),
        number(costs.products()),
        text(costs.field()),
        Units.bytes(costs.inferenceBytes()));
    out.printf(
        "%nWorking memory for each example, places shared: %s to infer%s.%n",
        Units.bytes(costs.inferenceBytes()),
        costs.trainingBytes().map(b -> ", " + Units.bytes(b) + " to train").orElse(""));
  }

  private static String number(long value) {
    return value == 0 ? "-" : String.format(Locale.ROOT, "%,d", value);
  }

  /** {@code 14x14}. */
  private static String text(Optional<List<Dim>> field) {
    return field
        .map(f -> f.stream().map(Dim::toString).collect(Collectors.joining("x")))
        .orElse("-");
  }
}
