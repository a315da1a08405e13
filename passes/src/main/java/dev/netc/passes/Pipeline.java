package dev.netc.passes;

import dev.netc.grammar.NearMatch;
import dev.netc.ir.Graph;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Passes in the order in which they run, each on the bodies of loops before the graph around. */
public record Pipeline(List<Pass> passes) {
  public Pipeline {
    passes = List.copyOf(passes);
  }

  /** What graphs go through unless something else is asked for. */
  public static Pipeline standard() {
    return parse(
        "inline,merge-loops,fold-constants,simplify,cse,trim-loops,hoist,simplify,cse,trim-loops,"
            + "dce,fold-batch-norm,channels-last,hoist-parameters,fuse");
  }

  /**
   * The pipeline that {@code text} lists: names of passes joined by commas; the empty text is the
   * pipeline that does nothing.
   *
   * @throws PipelineException if there is no pass of a name; the message suggests what was meant
   */
  public static Pipeline parse(String text) {
    return new Pipeline(
        Arrays.stream(text.split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .map(Pipeline::pass)
            .toList());
  }

  private static Pass pass(String name) {
    return PassRegistry.find(name)
        .orElseThrow(
            () ->
                new PipelineException(
                    "there is no pass `%s`; %s"
                        .formatted(
                            name,
                            NearMatch.of(name, PassRegistry.names())
                                .map(near -> "did you mean `" + near + "`?")
                                .orElse("there are " + String.join(", ", PassRegistry.names())))));
  }

  /**
   * This pipeline up to and including its last pass called {@code name}.
   *
   * @throws PipelineException if it has no such pass
   */
  public Pipeline upTo(String name) {
    int last = passes.stream().map(Pass::name).toList().lastIndexOf(pass(name).name());
    if (last < 0) {
      throw new PipelineException("the pass `%s` is not among %s".formatted(name, this));
    }
    return new Pipeline(passes.subList(0, last + 1));
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
      Graph next;
      try {
        next = pass.run(LoopBodies.rewrite(current, pass::run));
      } catch (RuntimeException e) {
        throw new PassFailure(pass, "breaks off: " + e.getMessage(), e);
      }
      PassObserver.Run run = new PassObserver.Run(pass, current, next, System.nanoTime() - start);
      observers.forEach(observer -> observer.ran(run));
      current = next;
    }
    return current;
  }

  /** The names of the passes, joined by commas. */
  @Override
  public String toString() {
    return passes.stream().map(Pass::name).collect(Collectors.joining(","));
  }
}
