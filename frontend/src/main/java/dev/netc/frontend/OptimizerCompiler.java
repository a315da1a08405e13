package dev.netc.frontend;

import dev.netc.grammar.Declaration;
import dev.netc.grammar.Declaration.TrainingItem;
import dev.netc.grammar.Expression;
import dev.netc.grammar.NearMatch;
import dev.netc.grammar.SourceSpan;
import dev.netc.grammar.Statement;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Leaf;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Elaborates the optimiser of a training section once for each parameter. */
final class OptimizerCompiler {
  private final Elaborator elaborator;
  private final List<TrainingItem> items;
  private final String schedules;
  private final Declaration.Optimizer optimizer;
  private final Expression.Call call;
  private Optional<Value> rate = Optional.empty();

  /**
   * @param items the lines that name the optimiser, groups and what is frozen
   * @param section what has these lines
   * @param schedules where schedules keep their states
   * @throws Mistake if there is no optimiser, or an unknown one
   */
  OptimizerCompiler(
      Elaborator elaborator, List<TrainingItem> items, SourceSpan section, String schedules) {
    this.elaborator = elaborator;
    this.items = items;
    this.schedules = schedules;
    Expression value =
        TrainingSettings.of(items, "optimizer")
            .orElseThrow(
                () ->
                    Mistake.at(
                            section,
                            "this training section has no optimizer",
                            "nothing moves the parameters")
                        .withHelp("add a line such as `optimizer sgd(rate = 0.05)`"));
    if (!(value instanceof Expression.Call c) || !(c.callee() instanceof Expression.Name name)) {
      throw Mistake.at(value.span(), "an optimizer is called", "for example sgd(rate = 0.05)");
    }
    this.call = c;
    Library library = elaborator.library();
    this.optimizer = library.optimizer(name.text()).orElseThrow(() -> unknown(name, library));
  }

  private static Mistake unknown(Expression.Name name, Library library) {
    Mistake mistake =
        Mistake.at(name.span(), "unknown optimizer `" + name.text() + "`", "there is none");
    return NearMatch.of(name.text(), library.optimizerNames())
        .map(near -> mistake.withHelp("did you mean `" + near + "`?"))
        .orElse(mistake.withHelp("there are " + String.join(", ", library.optimizerNames())));
  }

  String name() {
    return optimizer.name();
  }

  /** What {@code rate} is for the first parameter, if it is no constant. */
  Optional<Value> rate() {
    return rate;
  }

  boolean isFrozen(String path) {
    return items.stream()
        .anyMatch(i -> i instanceof TrainingItem.Freeze f && matches(f.pattern(), path));
  }

  private static boolean matches(String pattern, String path) {
    String regex =
        Pattern.compile("\\*")
            .splitAsStream(pattern + " ")
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return (path + " ").matches(regex);
  }

  /**
   * Lets each parameter become what the optimiser makes of it and its gradient, when an update is
   * due.
   */
  void update(Map<String, Value> trained, List<Value> gradients, Accumulation accumulation) {
    int i = 0;
    for (Map.Entry<String, Value> parameter : trained.entrySet()) {
      update(parameter.getKey(), parameter.getValue(), gradients.get(i++), accumulation);
    }
  }

  private void update(String path, Value parameter, Value gradient, Accumulation accumulation) {
    Frame frame = accumulation.updates().inline(Map.of());
    bindArguments(path, frame);
    if (rate.isEmpty() && frame.variables().get("rate") instanceof Meaning.Tensor(Value value)) {
      rate = Optional.of(value);
    }
    frame.variables().put("param", new Meaning.Tensor(parameter));
    frame.variables().put("gradient", new Meaning.Tensor(gradient));
    List<Statement> rest = new ArrayList<>();
    Map<String, Value> states = new LinkedHashMap<>();
    for (Statement statement : optimizer.body()) {
      if (statement instanceof Statement.Variable v && TrainingCompiler.isState(v)) {
        Value initial = initial(v, frame);
        String statePath = statePath(v, path);
        Value state = frame.parameter(statePath, initial.tensor(), Leaf.ParameterKind.STATE);
        frame.variables().put(v.name(), new Meaning.Tensor(state));
        states.put(v.name(), state);
      } else {
        rest.add(statement);
      }
    }
    elaborator.statements().body(rest, frame);
    frame.update(path, accumulation.whenDue(result("param", parameter, frame), parameter));
    states.forEach(
        (name, state) ->
            frame.update(pathOf(state), accumulation.whenDue(result(name, state, frame), state)));
  }

  private Value result(String name, Value before, Frame frame) {
    Meaning meaning = frame.variables().get(name);
    if (meaning instanceof Meaning.Unknown) {
      return before;
    }
    return elaborator.statements().tensor(meaning, before.tensor(), optimizer.nameSpan(), frame);
  }

  private static String pathOf(Value parameter) {
    return ((Leaf.Parameter) parameter.op()).path();
  }

  private static String statePath(Statement.Variable state, String path) {
    return "optimizer." + state.name() + "." + path;
  }

  private Value initial(Statement.Variable v, Frame frame) {
    return Elaborator.values(elaborator.meaning(v.initial(), frame)).stream()
        .findFirst()
        .orElseThrow(
            () ->
                Mistake.at(v.initial().span(), "a state starts as a tensor", "this is none")
                    .withHelp("for example `zeros_like(param)`"));
  }

  private void bindArguments(String path, Frame frame) {
    Map<String, Actual> given = new LinkedHashMap<>();
    int group = 0;
    for (TrainingItem item : items) {
      if (item instanceof TrainingItem.Group g) {
        group++;
        if (matches(g.pattern(), path)) {
          for (Expression.Argument a : g.arguments()) {
            String name = a.name().orElseThrow();
            given.put(name, actual(a, "group_%d.%s".formatted(group, name), frame));
          }
        }
      }
    }
    List<String> names = optimizer.formals().stream().map(Declaration.Formal::name).toList();
    List<Actual> actuals = new ArrayList<>();
    for (Expression.Argument a : call.arguments()) {
      if (a.name().isEmpty() || !given.containsKey(a.name().get())) {
        String place = a.name().orElse("argument_" + (actuals.size() + 1));
        actuals.add(actual(a, place, frame));
      }
    }
    actuals.addAll(given.values());
    Set<String> required = new HashSet<>();
    optimizer.formals().stream()
        .filter(f -> f.initial().isEmpty())
        .forEach(f -> required.add(f.name()));
    String signature = optimizer.name() + "(" + String.join(", ", names) + ")";
    Map<String, Actual> bound =
        Binding.bind(optimizer.name(), signature, names, required, actuals, call.span());
    elaborator
        .blockCalls()
        .bindFormals(optimizer.name(), optimizer.formals(), bound, call.span(), frame);
  }

  private Actual actual(Expression.Argument a, String place, Frame frame) {
    Meaning meaning = elaborator.meaning(a.value(), frame.schedule(schedules + "." + place));
    return new Actual(a.name(), meaning, a.span());
  }

  /** Adds the first values of the states, made from the parameters. */
  void initialize(Frame root, Map<String, Value> trained, Parameters states) {
    GraphBuilder builder = root.builder();
    for (Map.Entry<String, Value> entry : trained.entrySet()) {
      Value parameter =
          root.parameter(entry.getKey(), entry.getValue().tensor(), Leaf.ParameterKind.PARAM);
      Frame frame = root.inline(Map.of());
      frame.variables().put("param", new Meaning.Tensor(parameter));
      for (Statement statement : optimizer.body()) {
        if (statement instanceof Statement.Variable v && TrainingCompiler.isState(v)) {
          builder.output(statePath(v, entry.getKey()), initial(v, frame));
        }
      }
    }
    for (Parameters.Entry state : states.entries()) {
      Frame frame = root.inline(Map.of());
      frame.variables().putAll(state.constants());
      Meaning meaning = elaborator.meaning(state.initial(), frame);
      builder.output(
          state.path(),
          elaborator.statements().tensor(meaning, state.type(), state.initial().span(), frame));
    }
  }
}
