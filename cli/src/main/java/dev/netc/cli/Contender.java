package dev.netc.cli;

import dev.netc.codegen.Compiler;
import dev.netc.codegen.KernelPlan;
import dev.netc.ir.Graph;
import dev.netc.ir.analysis.Products;
import dev.netc.passes.PassStatistics;
import dev.netc.passes.Pipeline;
import dev.netc.runtime.Network;
import dev.netc.runtime.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A network compiled after the passes of a pipeline.
 *
 * @param text what the user calls the pipeline
 * @param statistics what each pass did
 * @param operators of the graph after the passes
 * @param kernels that run one after the other
 * @param parameters elements of all parameters and states
 * @param products multiply-accumulates of one run
 * @param arenaBytes working memory
 * @param make from parameters by path
 */
record Contender(
    String text,
    Pipeline pipeline,
    List<PassStatistics.Entry> statistics,
    long operators,
    int kernels,
    long parameters,
    long products,
    long arenaBytes,
    Function<Map<String, Tensor>, Network> make) {
  /**
   * Compiles a graph.
   *
   * @param extents of the symbolic dims
   */
  static Contender of(String text, Pipeline pipeline, Graph graph, Map<String, Long> extents) {
    PassStatistics statistics = new PassStatistics();
    Graph optimised = pipeline.run(graph, List.of(statistics));
    KernelPlan plan = Compiler.plan(optimised, Pipeline.parse(""));
    return new Contender(
        text,
        pipeline,
        statistics.entries(),
        IrCommand.operators(optimised),
        plan.kernels().size(),
        optimised.parameters().stream().mapToLong(v -> v.shape().size().constant()).sum(),
        Products.of(optimised, extents),
        Compiler.memory(plan, extents).bytes(),
        Compiler.compile(graph, pipeline));
  }
}
