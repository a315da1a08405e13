package dev.netc.passes;

import dev.netc.ir.Graph;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Passes in the order in which they run, each on the bodies of loops before the graph around. */
public record Pipeline(List<Pass> passes) {
  private static final List<String> PASSES_OF_LEVELS =
      List.of(
          "inline,channels-last(where=needed)",
          "inline,fold-constants,simplify,cse,dce,channels-last(where=needed)",
          "inline,merge-loops,fold-constants,simplify,cse,trim-loops,hoist,simplify,cse,trim-loops,"
              + "dce,fold-batch-norm,channels-last,hoist-parameters,fuse",
          "inline,merge-loops,unroll(most=16),fold-constants,simplify,cse,trim-loops,hoist,simplify,"
              + "cse,trim-loops,dce,fold-batch-norm,channels-last,hoist-parameters,fuse");

  /** How many levels of optimisation there are. */
  public static final int LEVELS = PASSES_OF_LEVELS.size();

  private static final int STANDARD = 2;

  public Pipeline {
    passes = List.copyOf(passes);
  }

  /** What graphs go through unless something else is asked for: level 2. */
  public static Pipeline standard() {
    return level(STANDARD);
  }

  /**
   * What is done at a level of optimisation: 0 is what generated code needs, 1 makes the graph
   * smaller, 2 makes it fast, 3 also what takes long to compile.
   *
   * @throws PipelineException if there is no such level
   */
  public static Pipeline level(int level) {
    if (level < 0 || level >= LEVELS) {
      throw new PipelineException(
          "there is no level %d; the levels are 0 to %d".formatted(level, LEVELS - 1));
    }
    return parse(PASSES_OF_LEVELS.get(level));
  }

  /**
   * The pipeline that {@code text} lists: names of passes joined by commas, each with its options
   * if they are not the usual ones, {@code unroll(most=8),simplify}; the empty text is the pipeline
   * that does nothing.
   *
   * @throws PipelineException if there is no pass or option of a name; the message suggests what
   *     was meant
   */
  public static Pipeline parse(String text) {
    return parse(text, KnownPasses.builtIn());
  }

  /**
   * The pipeline that {@code text} lists, of these passes.
   *
   * @throws PipelineException if there is no pass or option of a name, or a pass stands before one
   *     that it needs
   */
  public static Pipeline parse(String text, KnownPasses known) {
    Pipeline pipeline = new Pipeline(PassText.parse(text, known));
    pipeline.checkOrder();
    return pipeline;
  }

  private void checkOrder() {
    List<String> names = passes.stream().map(Pass::name).toList();
    for (Pass pass : passes) {
      for (String needed : pass.after()) {
        if (names.indexOf(needed) > names.indexOf(pass.name())) {
          throw new PipelineException(
              "`%s` needs `%s` before it, and finds nothing to do where it stands: %s"
                  .formatted(pass.name(), needed, this));
        }
      }
    }
  }

  /**
   * This pipeline without the passes of those names.
   *
   * @throws PipelineException if it has none of a name
   */
  public Pipeline without(Collection<String> names) {
    names.forEach(this::requireHas);
    return new Pipeline(passes.stream().filter(p -> !names.contains(p.name())).toList());
  }

  /**
   * Of this pipeline the passes of those names.
   *
   * @throws PipelineException if it has none of a name
   */
  public Pipeline only(Collection<String> names) {
    names.forEach(this::requireHas);
    return new Pipeline(passes.stream().filter(p -> names.contains(p.name())).toList());
  }

  /** This pipeline after those passes of level 0 that it does not have, so that it compiles. */
  public Pipeline compilable() {
    List<Pass> all = new ArrayList<>(level(0).passes());
    all.removeIf(needed -> passes.stream().anyMatch(p -> p.name().equals(needed.name())));
    all.addAll(passes);
    return new Pipeline(all);
  }

  private void requireHas(String name) {
    if (passes.stream().noneMatch(p -> p.name().equals(name))) {
      throw new PipelineException("the pass `%s` is not among %s".formatted(name, this));
    }
  }

  /**
   * This pipeline up to and including its last pass called {@code name}.
   *
   * @throws PipelineException if it has no such pass
   */
  public Pipeline upTo(String name) {
    requireHas(name);
    int last = passes.stream().map(Pass::name).toList().lastIndexOf(name);
    return first(last + 1);
  }

  /** The first passes of this pipeline. */
  public Pipeline first(int count) {
    return new Pipeline(passes.subList(0, count));
  }

  public Graph run(Graph graph) {
    return run(graph, List.of());
  }

  /**
   * Runs all passes; observers see each run, in the order in which they are given.
   *
   * @throws PassFailure if a pass breaks off or an observer finds it wrong
   */
  public Graph run(Graph graph, List<PassObserver> observers) {
    Graph current = graph;
    for (Pass pass : passes) {
      long start = System.nanoTime();
      List<Firing> firings = new ArrayList<>();
      UnaryOperator<Graph> rewrite = g -> pass.run(g, firings::add);
      Graph next;
      try {
        next = rewrite.apply(LoopBodies.rewrite(current, rewrite));
      } catch (PassFailure e) {
        throw e;
      } catch (RuntimeException e) {
        throw PassFailure.breaksOff(pass, current, e);
      }
      long nanos = System.nanoTime() - start;
      PassObserver.Run run = new PassObserver.Run(pass, current, next, nanos, firings);
      observers.forEach(observer -> observer.ran(run));
      current = next;
    }
    return current;
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return passes.stream().map(PassText::print).collect(Collectors.joining(","));
  }
}
