package dev.netc.cli;

import dev.netc.frontend.CompiledNetwork;
import dev.netc.ir.Value;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc check}: says whether a file is right. */
@Command(
    name = "check",
    description = "Reports the mistakes in a file.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: netc check examples/lenet/lenet.net"})
final class CheckCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "the .net file")
  Path file;

  @Option(names = "--json", description = "print one JSON object")
  boolean json;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    NetFile net = NetFile.compile(file, spec.commandLine().getErr());
    for (CompiledNetwork network : net.compilation().networks()) {
      long parameters =
          network.inference().parameters().stream()
              .mapToLong(v -> v.shape().size().constant())
              .sum();
      if (json) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("network", network.name());
        fields.put("parameters", parameters);
        fields.put("training", network.training().isPresent());
        out.println(JsonOutput.of(fields));
      } else {
        out.printf("%s   %s: %,d parameters%n", network.name(), interfaceOf(network), parameters);
      }
    }
    out.flush();
    return 0;
  }

  /** {@code image: f32[N, 1, 28, 28] -> logits: f32[N, 10]}. */
  static String interfaceOf(CompiledNetwork network) {
    StringBuilder text = new StringBuilder();
    for (Value input : network.inference().inputs()) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(((dev.netc.ir.Leaf.Input) input.op()).name())
          .append(": ")
          .append(input.type());
    }
    text.append(" -> ");
    String separator = "";
    for (var output : network.inference().outputs()) {
      text.append(separator).append(output.name()).append(": ").append(output.value().type());
      separator = ", ";
    }
    return text.toString();
  }
}
