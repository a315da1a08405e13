package dev.netc.passes;

import dev.netc.ir.Expressions;
import dev.netc.ir.Graph;
import dev.netc.ir.Op;
import dev.netc.ir.Rewriter;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Applies rules to the operations of a graph until none fits. */
final class Rewriting {
  /** Far more than any chain of operations that a rule shortens by one link a sweep. */
  private static final int MOST_SWEEPS = 1000;

  /** A rule, or a family of them, with the name by which it is counted. */
  record Named(String name, RewriteRule rule) {}

  private final List<Named> rules;
  private final Consumer<Firing> firings;
  private boolean changed;

  private Rewriting(List<Named> rules, Consumer<Firing> firings) {
    this.rules = rules;
    this.firings = firings;
  }

  /** The graph to which no rule applies any more; {@code graph} itself if none ever did. */
  static Graph toFixedPoint(Graph graph, List<Named> rules, Consumer<Firing> firings) {
    Graph current = graph;
    for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
      Rewriting rewriting = new Rewriting(rules, firings);
      Graph next = rewriting.sweep(new DeadCode().run(current));
      if (!rewriting.changed) {
        return current;
      }
      current = next;
    }
    throw new IllegalStateException("the rules undo each other in " + graph.name());
  }

  private Graph sweep(Graph graph) {
    Rewriter copy = new Rewriter(graph);
    Expressions e = new Expressions(copy.builder());
    Set<Op> present = new HashSet<>();
    for (Value value : graph.values()) {
      if (copy.has(value)) {
        continue;
      }
      copy.builder().at(value.origin());
      Value result = copy.builder().add(value.op().withOperands(copy.get(value.op().operands())));
      for (Optional<Value> better = rewrite(result, e, present);
          better.isPresent();
          better = rewrite(result, e, present)) {
        result = better.get();
        changed = true;
      }
      copy.replace(value, result);
      present.add(result.op());
    }
    return copy.finish();
  }

  private Optional<Value> rewrite(Value value, Expressions e, Set<Op> present) {
    if (!(value.type() instanceof TensorType type)) {
      return Optional.empty();
    }
    RewriteRule.Site site = new RewriteRule.Site(value.op(), type, e, present::contains);
    for (Named named : rules) {
      Optional<Value> better = named.rule().rewrite(site);
      if (better.isPresent()) {
        firings.accept(new Firing(named.name(), value.origin()));
        return better;
      }
    }
    return Optional.empty();
  }
}
