package dev.netc.cli;

import dev.netc.codegen.Compiler;
import dev.netc.frontend.TrainingPlan;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphText;
import dev.netc.ir.Inliner;
import dev.netc.passes.Pipeline;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code netc explain}: what becomes of a file, stage by stage. */
@Command(
    name = "explain",
    description = "Shows what becomes of a file, stage by stage.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples: netc explain examples/xor/xor.net",
      "          netc explain examples/lenet/lenet.net --training --stage memory"
    })
final class ExplainCommand implements Callable<Integer> {
  private static final int WIDTH = 100;

  /** What a file goes through, in this order. */
  enum Stage {
    SOURCE("what you wrote"),
    GRAPH("each layer a call, with its shapes and the line it comes from"),
    GRADIENT("one training step: loss, gradients and updates, with the layers inlined"),
    PASSES("the graph after the compiler's passes: what it is lowered from"),
    KERNELS("what is computed in one go, and until which kernel the result is kept"),
    MEMORY("values that are never kept at the same time share a place"),
    JAVA("the class that netc compile writes");

    private final String meaning;

    Stage(String meaning) {
      this.meaning = meaning;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "the .net file")
  Path file;

  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      description = "one of ${COMPLETION-CANDIDATES} only, without its heading")
  @Nullable Stage only;

  @Option(
      names = "--training",
      description = "passes, kernels, memory and Java of the training step instead of inference")
  boolean training;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "what the memory is planned for; default: one example, or the section's batch")
  @Nullable Integer batch;

  @Option(names = "--json", description = "print one JSON object: the text of each stage")
  boolean json;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    NetFile net = NetFile.compile(file, spec.commandLine().getErr());
    if (batch != null && batch < 1) {
      throw new UserError("error: --batch is at least 1, not " + batch);
    }
    if (json) {
      Map<String, Object> stages = new LinkedHashMap<>();
      for (Stage stage : only == null ? Stage.values() : new Stage[] {only}) {
        stages.put(stage.toString(), text(stage, net));
      }
      out.println(JsonOutput.of(Map.of("network", net.network().name(), "stages", stages)));
    } else if (only != null) {
      out.println(text(only, net).stripTrailing());
    } else {
      int number = 1;
      for (Stage stage : Stage.values()) {
        out.println(heading(number++, stage));
        out.println(text(stage, net).stripTrailing());
        out.println();
      }
    }
    out.flush();
    return 0;
  }

  private static String heading(int number, Stage stage) {
    String title = "── " + number + ". " + stage + ": " + stage.meaning + " ";
    return title + "─".repeat(Math.max(0, WIDTH - title.length())) + "\n";
  }

  private String text(Stage stage, NetFile net) throws java.io.IOException {
    return switch (stage) {
      case SOURCE -> SourceFile.read(file).text();
      case GRAPH -> GraphText.print(net.network().inference());
      case GRADIENT -> gradient(net);
      case PASSES -> GraphText.print(Pipeline.standard().run(lowered(net)));
      case KERNELS -> Compiler.plan(lowered(net)).toString();
      case MEMORY -> Compiler.memory(lowered(net), extents(net)).toString();
      case JAVA -> Compiler.source(lowered(net), "app", className(net));
    };
  }

  private String gradient(NetFile net) {
    if (only == null && net.network().training().isEmpty()) {
      return "The file has no section `training " + net.network().name() + "`.";
    }
    return GraphText.print(Inliner.inlineBlocks(net.training().step()));
  }

  private Graph lowered(NetFile net) {
    return training ? net.training().step() : net.network().inference();
  }

  private String className(NetFile net) {
    return net.network().name() + (training ? "Step" : "");
  }

  /** Every symbolic dim as the number of examples. */
  private Map<String, Long> extents(NetFile net) {
    int usual = training ? net.network().training().map(TrainingPlan::batch).orElse(1) : 1;
    Map<String, Long> extents = new HashMap<>();
    lowered(net).symbols().forEach(s -> extents.put(s, batch == null ? usual : (long) batch));
    return extents;
  }
}
