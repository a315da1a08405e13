package dev.netc.passes;

import dev.netc.ir.Graph;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rule that a user wrote, ready to be applied. The left side is looked for as it is written and
 * as {@link Simplify} would have it, so a rule works before that pass and after it.
 */
public final class UserRule implements RewriteRule {
  private final String name;
  private final EqualSides sides;
  private final List<RulePattern> patterns;
  private final Map<List<TensorType>, Optional<EqualSides.Sides>> known = new HashMap<>();

  /**
   * @param instances the sides for some types of its operands, which differ enough to have each
   *     form that the left side can take
   */
  public UserRule(String name, EqualSides sides, List<EqualSides.Sides> instances) {
    this.name = name;
    this.sides = sides;
    Map<String, RulePattern> forms = new LinkedHashMap<>();
    for (EqualSides.Sides instance : instances) {
      for (RulePattern form : forms(instance.left())) {
        forms.putIfAbsent(form.structure(), form);
      }
    }
    this.patterns = List.copyOf(forms.values());
  }

  public String name() {
    return name;
  }

  private static List<RulePattern> forms(Graph left) {
    List<RulePattern> forms = new ArrayList<>();
    for (Graph form : List.of(left, new Simplify().run(left))) {
      RulePattern pattern = new RulePattern(form);
      if (!pattern.root().op().operands().isEmpty()) {
        forms.add(pattern);
      }
    }
    return forms;
  }

  @Override
  public Optional<Value> rewrite(Site site) {
    Optional<Value> here = site.e().builder().find(site.op());
    if (here.isEmpty()) {
      return Optional.empty();
    }
    for (RulePattern pattern : patterns) {
      for (Map<Value, Value> candidate : pattern.candidates(here.get())) {
        Optional<Value> better = apply(pattern, candidate, here.get(), site);
        if (better.isPresent()) {
          return better;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Value> apply(
      RulePattern pattern, Map<Value, Value> candidate, Value here, Site site) {
    List<Value> operands = new ArrayList<>();
    List<TensorType> types = new ArrayList<>();
    for (Value input : pattern.left().inputs()) {
      Value operand = candidate.get(input);
      if (operand == null || !(operand.type() instanceof TensorType type)) {
        return Optional.empty();
      }
      operands.add(operand);
      types.add(type);
    }
    Optional<EqualSides.Sides> made = known.computeIfAbsent(types, sides::of);
    if (made.isEmpty()
        || forms(made.get().left()).stream().noneMatch(f -> f.isExactly(here, operands))) {
      return Optional.empty();
    }
    Value result = right(made.get().right(), operands, site);
    return result.equals(here) || !result.type().equals(here.type())
        ? Optional.empty()
        : Optional.of(result);
  }

  /** Makes the right side where the left one is. */
  private static Value right(Graph right, List<Value> operands, Site site) {
    Map<Value, Value> copies = new HashMap<>();
    for (int i = 0; i < operands.size(); i++) {
      copies.put(right.inputs().get(i), operands.get(i));
    }
    for (Value value : right.values()) {
      if (!copies.containsKey(value)) {
        List<Value> of = value.op().operands().stream().map(copies::get).toList();
        copies.put(value, site.e().builder().add(value.op().withOperands(of)));
      }
    }
    return copies.get(right.outputs().getFirst().value());
  }
}
