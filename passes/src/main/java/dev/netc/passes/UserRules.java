package dev.netc.passes;

import dev.netc.ir.Graph;
import dev.netc.ir.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Applies the rules that users wrote until none fits. */
public final class UserRules implements Pass {
  /** What a pipeline calls this pass. */
  public static final String NAME = "rules";

  /** More than rules that come to an end apply to one value. */
  private static final int MOST_TIMES = 50;

  private final List<UserRule> rules;

  public UserRules(List<UserRule> rules) {
    this.rules = List.copyOf(rules);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "applies the rules of --rules: "
        + String.join(", ", rules.stream().map(UserRule::name).toList());
  }

  @Override
  public List<String> after() {
    return List.of(Inline.NAME);
  }

  @Override
  public Graph run(Graph graph) {
    return run(graph, firing -> {});
  }

  /**
   * @throws IllegalStateException if the rules go on without end
   */
  @Override
  public Graph run(Graph graph, Consumer<Firing> firings) {
    Budget budget = new Budget(MOST_TIMES * graph.values().size());
    List<Rewriting.Named> named =
        rules.stream()
            .map(rule -> new Rewriting.Named(rule.name(), site -> budget.of(rule, site)))
            .toList();
    return Rewriting.toFixedPoint(graph, named, firings);
  }

  /** Counts what is done. */
  private static final class Budget {
    private final Set<String> last = new LinkedHashSet<>();
    private int left;

    Budget(int most) {
      this.left = most;
    }

    Optional<Value> of(UserRule rule, RewriteRule.Site site) {
      Optional<Value> result = rule.rewrite(site);
      if (result.isPresent() && left-- < 10) {
        last.add(rule.name());
        if (left < 0) {
          throw new IllegalStateException("it goes on without end by " + String.join(", ", last));
        }
      }
      return result;
    }
  }
}
