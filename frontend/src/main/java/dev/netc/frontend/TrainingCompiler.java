package dev.netc.frontend;

import dev.netc.grammar.Declaration;
import dev.netc.grammar.Declaration.TrainingItem;
import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.Expression;
import dev.netc.grammar.Statement;
import dev.netc.ir.DType;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Leaf;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the graphs of a training section. */
final class TrainingCompiler {
  private final NetworkCompiler network;
  private final Declaration.Training training;

  TrainingCompiler(NetworkCompiler network, Declaration.Training training) {
    this.network = network;
    this.training = training;
  }

  TrainingPlan compile() {
    Evaluation evaluation = evaluation();
    Elaborator elaborator = network.elaborator(true);
    GraphBuilder builder = new GraphBuilder(network.network().name() + ".step");
    Frame frame = Frame.graph(builder, Map.of());
    Map<String, Value> scores = forward(elaborator, frame, true);
    TrainingSettings settings = new TrainingSettings(training.items(), elaborator, frame);
    Optional<Minimization> minimization =
        Attempt.at(elaborator, () -> minimized(elaborator, frame, settings, scores));
    if (minimization.isEmpty() || network.failed()) {
      throw network.diagnosed();
    }
    Minimization part = minimization.get();
    scores.forEach(builder::output);
    part.rate().ifPresent(rate -> builder.output(TrainingPlan.RATE, rate));
    Map<String, Value> all = frame.parameterValues();
    frame.updates().forEach((path, value) -> builder.update(all.get(path), value));
    Graph step = builder.build();
    Minimization.watch(builder, List.of(part));
    Frame initial = Frame.graph(new GraphBuilder(part.optimizer() + ".initialize"), Map.of());
    part.initialize(initial);
    return new TrainingPlan(
        step,
        builder.build(),
        evaluation.graph(),
        network.initialize(),
        evaluation.classification(),
        initial.builder().build(),
        settings.data(),
        settings.batch(),
        settings.epochs(),
        part.optimizer(),
        carries());
  }

  /** Adds the update to the step. */
  private Minimization minimized(
      Elaborator elaborator, Frame frame, TrainingSettings settings, Map<String, Value> scores) {
    frame.provide(ValidationOperator.NAMES, ValidationOperator.names(scores.keySet()));
    Minimization part =
        new Minimization(
            elaborator, training.items(), training.nameSpan(), "schedule", settings, frame);
    Value loss = scores.get("loss");
    if (loss != null) {
      part.minimize(loss, frame.trainable());
    }
    return part;
  }

  /** The graph that evaluates, without and with what is classified. */
  private record Evaluation(Graph graph, Optional<Classification> classification) {}

  private Evaluation evaluation() {
    Elaborator elaborator = network.elaborator(false);
    GraphBuilder builder = new GraphBuilder(network.network().name() + ".evaluate");
    Frame frame = Frame.graph(builder, Map.of());
    forward(elaborator, frame, false).forEach(builder::output);
    Graph graph = builder.build();
    return new Evaluation(graph, classification(elaborator, frame));
  }

  private Optional<Classification> classification(Elaborator elaborator, Frame frame) {
    List<TrainingItem.Classify> items =
        training.items().stream()
            .filter(TrainingItem.Classify.class::isInstance)
            .map(TrainingItem.Classify.class::cast)
            .toList();
    if (items.size() > 1) {
      elaborator.report(
          Diagnostic.error("a training section classifies once", items.get(1).span(), "again here")
              .withNote(items.getFirst().span(), "the first"));
    }
    if (items.isEmpty() || network.failed()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ClassificationCompiler(elaborator, frame).compile(items.getFirst()));
    } catch (Mistake mistake) {
      elaborator.report(mistake.diagnostic());
      return Optional.empty();
    }
  }

  /** Elaborates network, loss and metrics; the result is {@code loss}, each metric, each carry. */
  private Map<String, Value> forward(Elaborator elaborator, Frame frame, boolean inTraining) {
    if (inTraining) {
      for (String scalar : List.of("seed", "step", "steps")) {
        Value input = frame.builder().input(scalar, TensorType.scalar(DType.I64));
        frame.provide(scalar, new Meaning.Tensor(input));
      }
    }
    network.body(elaborator, frame);
    NetworkCompiler.inputs(elaborator, training.formals(), frame);
    List<Value> losses = new ArrayList<>();
    Map<String, Value> metrics = new LinkedHashMap<>();
    Map<String, Value> carried = new LinkedHashMap<>();
    for (TrainingItem item : training.items()) {
      switch (item) {
        case TrainingItem.Step s -> elaborator.statements().body(List.of(s.statement()), frame);
        case TrainingItem.Loss l -> scalar(elaborator, l.value(), frame).ifPresent(losses::add);
        case TrainingItem.Metric m ->
            scalar(elaborator, m.value(), frame)
                .ifPresent(v -> metrics.put(m.name().orElse(calleeName(m.value())), v));
        case TrainingItem.Carry c -> c.carries().forEach(x -> carry(x, elaborator, frame, carried));
        case TrainingItem.Classify c -> {}
        case TrainingItem.Setting s -> {}
        case TrainingItem.Group g -> {}
        case TrainingItem.Freeze f -> {}
        case TrainingItem.Turn t ->
            elaborator.report(
                Diagnostic.error(
                        "turns are taken by several networks", t.span(), "here one is trained")
                    .withHelp("`training A, B` trains A and B; their turns name them"));
      }
    }
    if (losses.isEmpty()) {
      elaborator.report(
          Diagnostic.error(
                  "this training section has no loss", training.nameSpan(), "nothing to minimise")
              .withHelp("add a line such as `loss cross_entropy(logits, label)`"));
      return Map.of();
    }
    Map<String, Value> scores = new LinkedHashMap<>();
    scores.put(
        "loss",
        losses.stream().reduce(new Lifting(frame.builder()).expressions()::plus).orElseThrow());
    scores.putAll(metrics);
    scores.putAll(carried);
    return scores;
  }

  private Map<String, String> carries() {
    Map<String, String> carries = new LinkedHashMap<>();
    for (TrainingItem item : training.items()) {
      if (item instanceof TrainingItem.Carry c) {
        c.carries().forEach(x -> carries.put(x.name(), resultOf(x).orElseThrow()));
      }
    }
    return carries;
  }

  private Optional<String> resultOf(Expression.Carry carry) {
    return network.network().results().stream()
        .map(Declaration.NamedType::name)
        .filter(n -> carry.initial() instanceof Expression.Name name && name.text().equals(n))
        .findFirst();
  }

  /** {@code carry h = last_h}: the input h is what the batch before gave as last_h. */
  private void carry(
      Expression.Carry carry, Elaborator elaborator, Frame frame, Map<String, Value> carried) {
    if (resultOf(carry).isEmpty()) {
      elaborator.report(
          Diagnostic.error(
              "a carry is a result of the network",
              carry.initial().span(),
              "no name of a result of `" + network.network().name() + "`"));
      return;
    }
    Optional<Value> input =
        frame.builder().inputs().stream()
            .filter(v -> ((Leaf.Input) v.op()).name().equals(carry.name()))
            .findFirst();
    if (input.isEmpty()) {
      elaborator.report(
          Diagnostic.error("there is no input `" + carry.name() + "`", carry.span(), "carried here")
              .withHelp("`carry` names an input of the network and what it is for the next batch"));
      return;
    }
    Meaning meaning = elaborator.elaborate(carry.initial(), frame);
    if (meaning instanceof Meaning.Tensor(Value value) && value.type().equals(input.get().type())) {
      carried.put(TrainingPlan.CARRY + carry.name(), value);
    } else if (!(meaning instanceof Meaning.Unknown)) {
      elaborator.report(
          Diagnostic.error(
              "a carry keeps its type",
              carry.span(),
              "the input is %s, this %s".formatted(input.get().type(), Describe.meaning(meaning))));
    }
  }

  /** A loss or metric; a mistake is reported and gives nothing. */
  static Optional<Value> scalar(Elaborator elaborator, Expression expression, Frame frame) {
    Meaning meaning = elaborator.elaborate(expression, frame);
    if (meaning instanceof Meaning.Tensor(Value value)
        && value.tensor().equals(TensorType.scalar(DType.F32))) {
      return Optional.of(value);
    }
    if (!(meaning instanceof Meaning.Unknown)) {
      elaborator.report(
          Diagnostic.error(
                  "a loss or metric is one number",
                  expression.span(),
                  "this is " + Describe.meaning(meaning))
              .withHelp("`mean(...)` makes one number of many"));
    }
    return Optional.empty();
  }

  static String calleeName(Expression expression) {
    return switch (expression) {
      case Expression.Call c -> calleeName(c.callee());
      case Expression.Pipe p -> calleeName(p.stage());
      case Expression.Name n -> n.text();
      default -> "metric";
    };
  }

  /** The statement of an item, for the statements of optimisers too. */
  static boolean isState(Statement statement) {
    return statement instanceof Statement.Variable v && v.kind() == Statement.Kind.STATE;
  }
}
