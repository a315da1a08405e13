package dev.netc.cli;

import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.Declaration;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.Dim;
import dev.netc.ir.Leaf;
import dev.netc.training.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code netc factorize-kernels}: another network to be trained, with two small kernels for one.
 */
@Command(
    name = "factorize-kernels",
    description = {
      "Writes a network, not yet trained, in which convolutions k x k are one k x 1 and one 1 x k, and those",
      "in space and time one in space and one in time: the file with `conv2d` and `conv3d` of its own."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: netc factorize-kernels examples/lenet/lenet.net --share 0.5 -o examples/lenet/small.net"
    })
final class FactorizeKernelsCommand implements Callable<Integer> {
  /** What the template declares. */
  private static final Set<String> BLOCKS = Set.of("conv2d", "conv3d");

  private static final String TEMPLATE = "factorized/kernels.net";

  /** What may stand between the two convolutions. */
  enum Activation {
    NONE,
    RELU,
    TANH,
    SILU
  }

  /**
   * Which kernels become two and how.
   *
   * @param least the smallest extent of a kernel that does
   * @param share of the outputs that there are channels in the middle
   * @param activation between the two
   */
  record Kernels(int least, double share, Activation activation) {
    /**
     * @throws UserError if an option has no meaning
     */
    Kernels {
      if (least < 2) {
        throw new UserError("error: --least is at least 2, not " + least);
      }
      if (!(share >= 0.01 && share <= 4)) {
        throw new UserError("error: --share is from 0.01 to 4, not " + share);
      }
    }

    /** The blocks that hide the standard library's. */
    String blocks() {
      String function = activation.name().toLowerCase(Locale.ROOT);
      boolean isPlain = activation == Activation.NONE;
      return template()
          .replace("@least@", Integer.toString(least))
          .replace("@percent@", Long.toString(Math.round(100 * share)))
          .replace("@gain@", isPlain ? "2 * " : "")
          .replace("@activation@", isPlain ? "down" : function + "(down)")
          .replace("@activation3@", isPlain ? "frames" : function + "(frames)");
    }

    private static String template() {
      try (InputStream in = FactorizeKernelsCommand.class.getResourceAsStream(TEMPLATE)) {
        if (in == null) {
          throw new IllegalStateException("the command line lacks " + TEMPLATE);
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new IllegalStateException(TEMPLATE + " is unreadable", e);
      }
    }
  }

  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "the .net file")
  Path file;

  @Option(
      names = "--least",
      paramLabel = "K",
      defaultValue = "3",
      description = "the smallest kernel that becomes two; default: ${DEFAULT-VALUE}")
  int least;

  @Option(
      names = "--share",
      paramLabel = "S",
      defaultValue = "1",
      description =
          "channels between the two, as a share of the outputs; default: ${DEFAULT-VALUE}")
  double share;

  @Option(
      names = "--activation",
      paramLabel = "A",
      defaultValue = "none",
      description = "what stands between the two: ${COMPLETION-CANDIDATES}; default: none")
  Activation activation;

  @Option(
      names = "-o",
      paramLabel = "OUT",
      description = "the file to write; default: beside FILE, NAME.factorized.net")
  @Nullable Path out;

  @Option(names = "--json", description = "print one JSON object")
  boolean json;

  @Override
  public Integer call() throws Exception {
    PrintWriter terminal = spec.commandLine().getOut();
    String blocks = new Kernels(least, share, activation).blocks();
    if (GraphOptions.isPrinted(file)) {
      throw new UserError(
          "error: %s is a graph: give the .net file that it was made of".formatted(file));
    }
    SourceFile source = SourceFile.read(file);
    Path target = target();
    checkNames(source, target);
    CompiledNetwork before = NetFile.compile(file, spec.commandLine().getErr()).network();
    SourceFile changed =
        new SourceFile(target.toString(), source.text().stripTrailing() + "\n" + blocks);
    NetFile made = new NetFile(target, Frontend.compile(changed));
    if (made.compilation().hasErrors()) {
      throw new UserError(made.rendered().stripTrailing());
    }
    CompiledNetwork after = made.network();
    long factorized = factorized(after);
    if (factorized == 0) {
      throw new UserError(
          "error: no kernel of %s becomes two: %s"
              .formatted(file, UnchangedKernels.reason(before.inference(), least)));
    }
    write(target, changed.text());
    LayerCosts a = LayerCosts.of(before);
    LayerCosts b = LayerCosts.of(after);
    if (json) {
      terminal.println(JsonOutput.of(fields(factorized, a, b, target)));
    } else {
      terminal.printf("%s, %d convolutions as two each%n", after.name(), factorized);
      terminal.print(row("parameters", a.parameters(), b.parameters()));
      terminal.print(row("multiply-accumulates", a.products(), b.products()));
      terminal.printf("%-22s %9s -> %9s%n", "receptive field", field(a), field(b));
      terminal.printf("Wrote %s. Try it: ./netc train %s%n", target, target);
    }
    terminal.flush();
    return 0;
  }

  private Path target() {
    if (out != null) {
      return out;
    }
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.net$", "");
    return file.resolveSibling(name + ".factorized.net");
  }

  /** Before the two blocks are added and, with the file's own, declared twice. */
  private void checkNames(SourceFile source, Path target) throws IOException {
    if (Files.exists(target) && Files.isSameFile(file, target)) {
      throw new UserError("error: -o is %s itself; name another file".formatted(file));
    }
    for (Declaration declaration : NetFile.syntax(source).declarations()) {
      if (declaration instanceof Declaration.Block block && BLOCKS.contains(block.name())) {
        throw new UserError(
            ("error: %s declares `%s` itself, as a file that this command has written does; give it"
                    + " the file before")
                .formatted(file, block.name()));
      }
    }
  }

  private static void write(Path target, String text) {
    try {
      Path parent = target.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      WholeFile.write(target, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UserError("error: " + target + " cannot be written: " + e.getMessage());
    }
  }

  private static long factorized(CompiledNetwork network) {
    return network.inference().parameters().stream()
        .map(v -> ((Leaf.Parameter) v.op()).path())
        .filter(path -> path.endsWith(".columns") || path.endsWith(".space"))
        .count();
  }

  private static String row(String what, long a, long b) {
    return String.format(
        Locale.ROOT,
        "%-22s %9s -> %9s   %.2f%n",
        what,
        Units.count(a),
        Units.count(b),
        (double) b / (double) a);
  }

  private static String field(LayerCosts costs) {
    Optional<List<Dim>> field = costs.field();
    return field
        .map(f -> f.stream().map(Dim::toString).collect(Collectors.joining("x")))
        .orElse("all");
  }

  private static Map<String, Object> fields(
      long factorized, LayerCosts before, LayerCosts after, Path target) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("convolutions", factorized);
    fields.put("before", costs(before));
    fields.put("after", costs(after));
    fields.put("file", target.toString());
    return fields;
  }

  private static Map<String, Object> costs(LayerCosts costs) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("parameters", costs.parameters());
    fields.put("multiply_accumulates", costs.products());
    fields.put("receptive_field", field(costs));
    return fields;
  }
}
