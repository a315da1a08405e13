package dev.netc.cli;

import dev.netc.frontend.RuleFile;
import dev.netc.frontend.RuleTemplate;
import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.DiagnosticRenderer;
import dev.netc.grammar.SourceFile;
import dev.netc.ir.Dim;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Shape;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import dev.netc.passes.EqualSides;
import dev.netc.passes.RuleTrial;
import dev.netc.passes.UserRule;
import dev.netc.passes.UserRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Reads a file of rewrite rules and tries each rule; one that is wrong is refused. */
final class RuleReader {
  private static final long SEED = 1;

  /** Extents are drawn so often, and grow slowly, for conditions that few fulfil. */
  private static final int DRAWS = 200;

  private static final int ENOUGH = 24;
  private static final int RANKS = 4;

  private final Random random = new Random(SEED);
  private final List<Diagnostic> mistakes = new ArrayList<>();

  private RuleReader() {}

  /**
   * The rules of a file.
   *
   * @throws UserError if one is wrong; all that are found are in the message
   */
  static UserRules read(Path path) {
    RuleFile file;
    try {
      file = RuleFile.read(SourceFile.read(path));
    } catch (IOException e) {
      throw new UserError("error: " + e.getMessage());
    }
    RuleReader reader = new RuleReader();
    List<UserRule> rules = new ArrayList<>();
    reader.mistakes.addAll(file.diagnostics());
    Map<RuleTemplate, List<EqualSides.Sides>> instances = new LinkedHashMap<>();
    for (RuleTemplate template : file.rules()) {
      List<EqualSides.Sides> sides = reader.instances(template);
      if (reader.isSound(template, sides)) {
        instances.put(template, sides);
        rules.add(new UserRule(template.name(), types -> sides(template.of(types)), sides));
      }
    }
    if (reader.mistakes.isEmpty()) {
      reader.checkEnd(new UserRules(rules), instances);
    }
    if (reader.mistakes.isEmpty() && rules.isEmpty()) {
      throw new UserError("error: " + path + " has no rule");
    }
    if (!reader.mistakes.isEmpty()) {
      throw new UserError(
          new DiagnosticRenderer(
                  name ->
                      file.sources().containsKey(name)
                          ? file.sources().get(name).lines()
                          : List.of(),
                  Terminal.COLOR_ERR)
              .render(reader.mistakes)
              .stripTrailing());
    }
    return new UserRules(rules);
  }

  private static Optional<EqualSides.Sides> sides(RuleTemplate.Instance instance) {
    return instance.sides().map(s -> new EqualSides.Sides(s.left(), s.right()));
  }

  /** Both sides of a rule for operands of random shapes; none if there is a mistake. */
  private List<EqualSides.Sides> instances(RuleTemplate template) {
    List<EqualSides.Sides> instances = new ArrayList<>();
    List<Diagnostic> why = List.of();
    int most = 0;
    for (int draw = 0; draw < DRAWS && instances.size() < ENOUGH; draw++) {
      most = 3 + draw / 8;
      Map<String, Long> extents = new LinkedHashMap<>();
      for (String symbol : template.symbols()) {
        extents.put(symbol, 1L + random.nextInt(most));
      }
      Optional<List<TensorType>> types = template.types(extents, shape(draw % RANKS, most));
      if (types.isPresent()) {
        RuleTemplate.Instance instance = template.of(types.get());
        why = why.isEmpty() ? instance.mistakes() : why;
        sides(instance).ifPresent(instances::add);
      }
    }
    if (instances.isEmpty()) {
      mistakes.addAll(
          why.isEmpty()
              ? List.of(
                  error(
                      template,
                      "`%s` is for no operands",
                      "of the extents tried, 1 to %d, none fits".formatted(most)))
              : why);
    }
    return instances;
  }

  private Shape shape(int rank, int most) {
    return new Shape(Stream.generate(() -> Dim.of(1 + random.nextInt(most))).limit(rank).toList());
  }

  private static Diagnostic error(RuleTemplate template, String message, String label) {
    return Diagnostic.error(message.formatted(template.name()), template.span(), label);
  }

  private boolean isSound(RuleTemplate template, List<EqualSides.Sides> instances) {
    if (instances.isEmpty()) {
      return false;
    }
    Optional<Diagnostic> mistake =
        form(template, instances.getFirst().left())
            .or(() -> types(template, instances))
            .or(() -> values(template, instances));
    mistake.ifPresent(mistakes::add);
    return mistake.isEmpty();
  }

  private static Optional<Diagnostic> form(RuleTemplate template, Graph left) {
    Value root = left.outputs().getFirst().value();
    if (root.op().operands().isEmpty()) {
      return Optional.of(
          error(template, "the left side of `%s` is no operation", "there is nothing to look for"));
    }
    for (Value input : left.inputs()) {
      if (left.values().stream().noneMatch(v -> v.op().operands().contains(input))) {
        String name = ((Leaf.Input) input.op()).name();
        return Optional.of(
            error(
                template,
                "`" + name + "` is not on the left side of `%s`",
                "it could be anything"));
      }
    }
    return Optional.empty();
  }

  private static Optional<Diagnostic> types(
      RuleTemplate template, List<EqualSides.Sides> instances) {
    for (EqualSides.Sides sides : instances) {
      Value left = sides.left().outputs().getFirst().value();
      Value right = sides.right().outputs().getFirst().value();
      if (!left.type().equals(right.type())) {
        List<String> operands =
            sides.left().inputs().stream()
                .map(v -> ((Leaf.Input) v.op()).name() + ": " + v.type())
                .toList();
        return Optional.of(
            error(
                template,
                "the sides of `%s` are of different types",
                "for %s the left one is %s, the right one %s"
                    .formatted(String.join(", ", operands), left.type(), right.type())));
      }
    }
    return Optional.empty();
  }

  private static Optional<Diagnostic> values(
      RuleTemplate template, List<EqualSides.Sides> instances) {
    try {
      return RuleTrial.search(instances, SEED)
          .map(
              e ->
                  error(template, "the sides of `%s` differ", ArrayText.inputs(e.inputs()))
                      .withHelp("the left side is then " + ArrayText.of(e.left()))
                      .withHelp("the right side is " + ArrayText.of(e.right())));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.of(
          error(template, "`%s` cannot be tried on random numbers", "" + e.getMessage()));
    }
  }

  /** Rules that undo each other are found by applying all of them to each left side. */
  private void checkEnd(UserRules rules, Map<RuleTemplate, List<EqualSides.Sides>> instances) {
    instances.forEach(
        (template, sides) -> {
          try {
            sides.forEach(s -> rules.run(s.left()));
          } catch (IllegalStateException e) {
            mistakes.add(error(template, "`%s` does not come to an end", "" + e.getMessage()));
          }
        });
  }
}
