package dev.netc.frontend;

import dev.netc.grammar.Declaration;
import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.Expression;
import dev.netc.grammar.SourceSpan;
import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Shape;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A rewrite rule as it is written: for each choice of types of its operands two graphs. */
public final class RuleTemplate {
  /** Both sides for some types: each is a graph of the operands, in order, with one output. */
  public record Sides(Graph left, Graph right) {}

  /**
   * What the rule is for some types.
   *
   * @param sides nothing if the types do not fit the operands, the condition does not hold, or a
   *     side has no meaning
   * @param mistakes why a side has none
   */
  public record Instance(Optional<Sides> sides, List<Diagnostic> mistakes) {}

  private final Library library;
  private final Declaration.Rule rule;

  RuleTemplate(Library library, Declaration.Rule rule) {
    this.library = library;
    this.rule = rule;
  }

  public String name() {
    return rule.name();
  }

  /** The name, to underline where the rule as a whole is wrong. */
  public SourceSpan span() {
    return rule.nameSpan();
  }

  /** The names of the operands. */
  public List<String> operands() {
    return rule.formals().stream().map(Declaration.Formal::name).toList();
  }

  /** The names that stand for extents in the types of the operands. */
  public Set<String> symbols() {
    Set<String> symbols = new LinkedHashSet<>();
    for (Declaration.Formal formal : rule.formals()) {
      for (Expression dim : formal.type().dims()) {
        if (dim instanceof Expression.Name name) {
          symbols.add(name.text());
        }
      }
    }
    return symbols;
  }

  /** What is wrong with the operands. */
  List<Diagnostic> mistakes() {
    List<Diagnostic> mistakes = new ArrayList<>();
    for (Declaration.Formal formal : rule.formals()) {
      boolean known = DType.parse(formal.type().name()).isPresent();
      if (!known && !formal.type().name().equals("tensor")) {
        mistakes.add(
            Diagnostic.error(
                    "an operand of a rule is a tensor", formal.type().span(), "this is none")
                .withHelp("`tensor` is one of any shape, `f32[M, N]` a matrix, `f32` a scalar"));
      }
    }
    return mistakes;
  }

  /**
   * The types of the operands; nothing if an extent would be less than 1.
   *
   * @param extents what symbols stand for
   * @param any the shape of those that may be of any
   */
  public Optional<List<TensorType>> types(Map<String, Long> extents, Shape any) {
    Frame frame = frame("types");
    extents.forEach((s, e) -> frame.variables().put(s, new Meaning.Int(Dim.of(e))));
    Elaborator elaborator = elaborator(new ArrayList<>());
    List<TensorType> types = new ArrayList<>();
    try {
      for (Declaration.Formal formal : rule.formals()) {
        boolean isAny = formal.type().name().equals("tensor");
        types.add(isAny ? new TensorType(DType.F32, any) : elaborator.type(formal.type(), frame));
      }
      return Optional.of(types);
    } catch (Mistake e) {
      return Optional.empty();
    }
  }

  /** Both sides for operands of these types. */
  public Instance of(List<TensorType> types) {
    List<Diagnostic> mistakes = new ArrayList<>();
    Elaborator elaborator = elaborator(mistakes);
    Frame left = frame("left");
    Frame right = frame("right");
    try {
      bind(elaborator, types, left);
      bind(elaborator, types, right);
      Optional<Expression> condition = rule.condition();
      if (condition.isPresent() && !elaborator.condition(condition.get(), left)) {
        return new Instance(Optional.empty(), List.of());
      }
    } catch (Mistake e) {
      return new Instance(Optional.empty(), List.of());
    }
    try {
      Optional<Graph> graph = side(elaborator, rule.left(), left, Optional.empty());
      Optional<Graph> other =
          graph.isEmpty()
              ? Optional.empty()
              : side(elaborator, rule.right(), right, graph.map(RuleTemplate::type));
      if (other.isPresent() && mistakes.isEmpty()) {
        return new Instance(Optional.of(new Sides(graph.orElseThrow(), other.get())), List.of());
      }
    } catch (Mistake e) {
      mistakes.add(e.diagnostic());
    }
    return new Instance(Optional.empty(), mistakes);
  }

  private static TensorType type(Graph graph) {
    return graph.outputs().getFirst().value().tensor();
  }

  private Elaborator elaborator(List<Diagnostic> mistakes) {
    return new Elaborator(library, new Parameters(), mistakes, false);
  }

  private static Frame frame(String side) {
    return Frame.graph(new GraphBuilder(side), Map.of()).inline(Map.of());
  }

  private void bind(Elaborator elaborator, List<TensorType> types, Frame frame) {
    Map<String, Actual> actuals = new LinkedHashMap<>();
    for (int i = 0; i < types.size(); i++) {
      Declaration.Formal formal = rule.formals().get(i);
      Value input = frame.builder().input(formal.name(), types.get(i));
      actuals.put(
          formal.name(), new Actual(Optional.empty(), new Meaning.Tensor(input), formal.span()));
    }
    elaborator.blockCalls().bindFormals(rule.name(), rule.formals(), actuals, rule.span(), frame);
  }

  /**
   * @param wanted what a number stands for, if it may be one
   */
  private static Optional<Graph> side(
      Elaborator elaborator, Expression side, Frame frame, Optional<TensorType> wanted) {
    Meaning meaning = elaborator.elaborate(side, frame);
    boolean isNumber = meaning instanceof Meaning.Int || meaning instanceof Meaning.Real;
    if (meaning instanceof Meaning.Unknown) {
      return Optional.empty();
    }
    if (isNumber && wanted.isPresent()) {
      Value value = elaborator.statements().tensor(meaning, wanted.get(), side.span(), frame);
      meaning = new Meaning.Tensor(value);
    }
    if (!(meaning instanceof Meaning.Tensor(Value value))) {
      throw Mistake.at(
          side.span(), "a side of a rule is a tensor", "this is " + Describe.meaning(meaning));
    }
    frame.builder().output("result", value);
    return Optional.of(frame.builder().build());
  }
}
