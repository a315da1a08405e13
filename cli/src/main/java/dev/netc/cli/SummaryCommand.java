package dev.netc.cli;

import dev.netc.frontend.CompiledNetwork;
import dev.netc.ir.Calls;
import dev.netc.ir.Convolutional;
import dev.netc.ir.Dim;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Linear;
import dev.netc.ir.Value;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc summary}: the layers of a network, what they give and what they cost. */
@Command(
    name = "summary",
    description = "Shows each layer's output, parameters and multiply-accumulates for one example.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: netc summary examples/lenet/lenet.net"})
final class SummaryCommand implements Callable<Integer> {
  /** One layer; numbers are for a value of 1 for every symbolic dim. */
  private record Row(String layer, String block, String output, long parameters, long products) {}

  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "the .net file")
  Path file;

  @Option(names = "--json", description = "print one JSON object")
  boolean json;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    CompiledNetwork network = NetFile.compile(file, spec.commandLine().getErr()).network();
    List<Row> rows = new ArrayList<>();
    for (Value value : network.inference().values()) {
      if (value.op() instanceof Calls.Call call) {
        rows.add(row(value, call));
      }
    }
    long parameters = size(network.inference().parameters());
    long products = products(network.inference());
    if (json) {
      print(out, network, rows, parameters, products);
    } else {
      table(out, network, rows, parameters, products);
    }
    out.flush();
    return 0;
  }

  private static Row row(Value value, Calls.Call call) {
    List<Value> own =
        call.arguments().stream().filter(a -> a.op() instanceof Leaf.Parameter).toList();
    return new Row(
        call.instance(),
        call.function().name(),
        value.type().toString(),
        size(own),
        products(call.function().body()));
  }

  private static long size(List<Value> values) {
    return values.stream().mapToLong(v -> count(v.shape().size())).sum();
  }

  private static long count(Dim dim) {
    Map<String, Long> ones = new LinkedHashMap<>();
    dim.symbols().forEach(s -> ones.put(s, 1L));
    return dim.evaluate(ones);
  }

  /** Multiply-accumulates of the matrix products and convolutions of a graph and what it calls. */
  private static long products(Graph graph) {
    long total = 0;
    for (Value value : graph.values()) {
      total +=
          switch (value.op()) {
            case Calls.Call call -> products(call.function().body());
            case Linear.MatMul m -> {
              int rank = m.a().shape().rank();
              Dim inner = m.a().shape().dim(m.transposeA() ? rank - 2 : rank - 1);
              yield count(value.shape().size().times(inner));
            }
            case Convolutional.Convolution c -> {
              Dim taps = c.w().shape().without(List.of(0)).size();
              yield count(value.shape().size().times(taps));
            }
            default -> 0;
          };
    }
    return total;
  }

  private static void print(
      PrintWriter out, CompiledNetwork network, List<Row> rows, long parameters, long products) {
    List<Map<String, Object>> layers = new ArrayList<>();
    for (Row row : rows) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("layer", row.layer());
      fields.put("block", row.block());
      fields.put("output", row.output());
      fields.put("parameters", row.parameters());
      fields.put("multiply_accumulates", row.products());
      layers.add(fields);
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("network", network.name());
    fields.put("layers", layers);
    fields.put("parameters", parameters);
    fields.put("multiply_accumulates", products);
    out.println(JsonOutput.of(fields));
  }

  private static void table(
      PrintWriter out, CompiledNetwork network, List<Row> rows, long parameters, long products) {
    out.printf("%s   %s%n%n", network.name(), CheckCommand.interfaceOf(network));
    String format = "  %-20s %-14s %-24s %12s %12s%n";
    out.printf(format, "layer", "block", "output", "parameters", "MACs");
    for (Row row : rows) {
      out.printf(
          format,
          row.layer(),
          row.block(),
          row.output(),
          number(row.parameters()),
          number(row.products()));
    }
    out.printf(format, "total", "", "", number(parameters), number(products));
  }

  private static String number(long value) {
    return value == 0 ? "-" : String.format(Locale.ROOT, "%,d", value);
  }
}
