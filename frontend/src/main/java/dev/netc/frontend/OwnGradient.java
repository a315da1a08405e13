package dev.netc.frontend;

import dev.netc.grammar.Declaration;
import dev.netc.grammar.SourceSpan;
import dev.netc.ir.Function;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Leaf;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code gradient (d: f32[N]) { ... }} after the body of a block: from the cotangents of the float
 * results to the gradients of the float arguments. It sees all names of the body, whose values are
 * those of the call; random numbers too.
 */
final class OwnGradient {
  private final Elaborator elaborator;
  private final Declaration.Block block;
  private final Declaration.GradientRule rule;
  private final Frame inner;
  private final List<Value> results;

  /**
   * @param inner where the body has been elaborated
   * @param results what it gives
   */
  OwnGradient(
      Elaborator elaborator,
      Declaration.Block block,
      Declaration.GradientRule rule,
      Frame inner,
      List<Value> results) {
    this.elaborator = elaborator;
    this.block = block;
    this.rule = rule;
    this.inner = inner;
    this.results = results;
  }

  /**
   * The function of the block, with its gradient.
   *
   * @param arguments how many of the inputs so far are arguments
   * @throws Mistake if the gradient is not of the shapes of the arguments
   */
  Function function(int arguments) {
    List<Value> given = List.copyOf(inner.builder().inputs()).subList(0, arguments);
    List<Value> cotangents = cotangents();
    Optional<Meaning> gradient = elaborator.statements().body(rule.body(), inner);
    if (gradient.isEmpty()) {
      throw Mistake.at(
          rule.span(), "the gradient of " + name() + " gives nothing", "it has no last expression");
    }
    checkParameters();
    List<Value> inputs = new ArrayList<>(inner.builder().inputs());
    inputs.removeAll(cotangents);
    List<Value> gradients =
        gradient.get() instanceof Meaning.Unknown ? List.of() : gradients(gradient.get(), given);
    Graph body = graph(block.name(), inputs, results, "result");
    if (gradients.isEmpty()) {
      return new Function(block.name(), Function.Kind.BLOCK, body);
    }
    for (Value input : Function.floats(inputs.subList(arguments, inputs.size()))) {
      gradients.add(new Lifting(inner.builder()).expressions().zeros(input.tensor()));
    }
    inputs.addAll(cotangents);
    String name = block.name() + "_gradient";
    Function own =
        new Function(name, Function.Kind.BLOCK, graph(name, inputs, gradients, "gradient"));
    return new Function(block.name(), Function.Kind.BLOCK, body, Optional.of(own));
  }

  private String name() {
    return "`" + block.name() + "`";
  }

  private List<Value> cotangents() {
    List<Value> floats = Function.floats(results);
    if (floats.size() != rule.formals().size()) {
      throw Mistake.at(
              rule.span(),
              "the gradient of %s takes a tensor for each float result".formatted(name()),
              "this takes %d, there %s %d"
                  .formatted(
                      rule.formals().size(), floats.size() == 1 ? "is" : "are", floats.size()))
          .withHelp("each is of the shape of its result: what the loss changes by with it");
    }
    List<Value> cotangents = new ArrayList<>();
    Map<String, Actual> bound = new LinkedHashMap<>();
    for (int i = 0; i < floats.size(); i++) {
      Declaration.Formal formal = rule.formals().get(i);
      if (inner.variables().containsKey(formal.name())) {
        throw Mistake.at(
            formal.span(),
            "`%s` is a name of the body of %s".formatted(formal.name(), name()),
            "the gradient sees it: choose another name here");
      }
      Value input =
          inner
              .builder()
              .input(inner.freshInput("cotangent." + formal.name()), floats.get(i).tensor());
      cotangents.add(input);
      bound.put(
          formal.name(), new Actual(Optional.empty(), new Meaning.Tensor(input), formal.span()));
      bind(formal, bound, floats.get(i));
    }
    return cotangents;
  }

  private void bind(Declaration.Formal formal, Map<String, Actual> bound, Value result) {
    try {
      elaborator
          .blockCalls()
          .bindFormals(block.name(), List.of(formal), bound, formal.span(), inner);
    } catch (Mistake wrong) {
      throw Mistake.at(
          formal.span(),
          "a cotangent is of the type and shape of its result",
          "the result is " + result.type());
    }
  }

  private void checkParameters() {
    List<String> paths =
        inner.captures().stream()
            .filter(Frame.Capture.Parameter.class::isInstance)
            .map(c -> ((Frame.Capture.Parameter) c).path())
            .toList();
    if (!paths.isEmpty()) {
      throw Mistake.at(
              block.nameSpan(),
              "a block with a gradient of its own has no parameters",
              "%s has %s".formatted(name(), String.join(", ", paths)))
          .withHelp("take them as arguments, to which the gradient gives gradients too");
    }
  }

  private List<Value> gradients(Meaning gradient, List<Value> given) {
    List<Value> floats = Function.floats(given);
    List<Meaning> meanings = new ArrayList<>();
    flatten(gradient, meanings);
    String names =
        floats.stream()
            .map(v -> "`" + ((Leaf.Input) v.op()).name() + "`")
            .collect(Collectors.joining(", "));
    if (meanings.size() != floats.size()) {
      throw Mistake.at(
              place(),
              "the gradient of %s gives a tensor for each float tensor that the block takes"
                  .formatted(name()),
              "this gives %d, there %s %d: %s"
                  .formatted(
                      meanings.size(), floats.size() == 1 ? "is" : "are", floats.size(), names))
          .withHelp("0 stands for a gradient of zeros");
    }
    List<Value> gradients = new ArrayList<>();
    for (int i = 0; i < floats.size(); i++) {
      Value argument = floats.get(i);
      try {
        gradients.add(
            elaborator.statements().tensor(meanings.get(i), argument.tensor(), place(), inner));
      } catch (Mistake wrong) {
        throw Mistake.at(
            place(),
            "a gradient is of the type and shape of its argument",
            "`%s` is %s, its gradient %s"
                .formatted(
                    ((Leaf.Input) argument.op()).name(),
                    argument.type(),
                    Describe.meaning(meanings.get(i))));
      }
    }
    return gradients;
  }

  private SourceSpan place() {
    return rule.body().isEmpty() ? rule.span() : rule.body().getLast().span();
  }

  private static void flatten(Meaning meaning, List<Meaning> flat) {
    if (meaning instanceof Meaning.Tuple(List<Meaning> elements)) {
      elements.forEach(e -> flatten(e, flat));
    } else {
      flat.add(meaning);
    }
  }

  /** The part of what has been elaborated that {@code outputs} need. */
  private static Graph graph(
      String name, List<Value> inputs, List<Value> outputs, String outputName) {
    GraphBuilder builder = new GraphBuilder(name);
    Map<Value, Value> copies = new HashMap<>();
    for (Value input : inputs) {
      builder.at(input.origin());
      copies.put(input, builder.input(((Leaf.Input) input.op()).name(), input.tensor()));
    }
    builder.copy(
        Graph.needed(outputs).stream().sorted(Comparator.comparingInt(Value::id)).toList(), copies);
    for (int i = 0; i < outputs.size(); i++) {
      String numbered = outputs.size() == 1 ? outputName : outputName + "_" + i;
      builder.output(numbered, copies.get(outputs.get(i)));
    }
    return builder.build();
  }
}
