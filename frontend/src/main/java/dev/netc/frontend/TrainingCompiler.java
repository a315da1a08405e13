package dev.netc.frontend;

import dev.netc.autodiff.Gradient;
import dev.netc.grammar.Declaration;
import dev.netc.grammar.Declaration.TrainingItem;
import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.Expression;
import dev.netc.grammar.Statement;
import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Expressions;
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
import java.util.OptionalDouble;

/** Makes the graphs of a training section. */
final class TrainingCompiler {
  private static final int DEFAULT_BATCH = 64;
  private static final int DEFAULT_EPOCHS = 10;

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
    Frame frame = Frame.graph(builder, new LinkedHashMap<>());
    Map<String, Value> scores = forward(elaborator, frame, true);
    OptimizerCompiler optimizer = new OptimizerCompiler(elaborator, training);
    if (network.failed()) {
      throw network.diagnosed();
    }
    Map<String, Value> trained = new LinkedHashMap<>(frame.trainable());
    trained.keySet().removeIf(optimizer::isFrozen);
    List<String> paths = List.copyOf(trained.keySet());
    Gradient.Traced traced =
        Gradient.traced(builder, scores.get("loss"), List.copyOf(trained.values()));
    List<Value> gradients = traced.gradients();
    Accumulation accumulation =
        new Accumulation(setting("accumulate", 1, elaborator, frame), frame);
    WeightAverage average = new WeightAverage(decay(elaborator, frame));
    List<Value> means = accumulation.mean(paths, gradients);
    List<Meaning> names = new ArrayList<>();
    scores.keySet().stream()
        .filter(name -> !name.startsWith(TrainingPlan.CARRY))
        .forEach(name -> names.add(new Meaning.Text(name)));
    frame.provide(ValidationOperator.NAMES, new Meaning.Tuple(names));
    optimizer.update(trained, clipped(elaborator, means, frame), accumulation);
    average.update(trained, accumulation, frame);
    Frame initial = optimizer.initialState(trained, frame.schedules());
    accumulation.initialize(initial, trained);
    average.initialize(initial, trained);
    scores.forEach(builder::output);
    optimizer.rate().ifPresent(rate -> builder.output(TrainingPlan.RATE, rate));
    Map<String, Value> all = frame.parameterValues();
    frame.updates().forEach((path, value) -> builder.update(all.get(path), value));
    Graph step = builder.build();
    return new TrainingPlan(
        step,
        watched(builder, paths, traced),
        evaluation.graph(),
        evaluation.classification(),
        initial.builder().build(),
        data(elaborator, frame),
        setting("batch", DEFAULT_BATCH, elaborator, frame),
        setting("epochs", DEFAULT_EPOCHS, elaborator, frame),
        optimizer.name(),
        carries());
  }

  /** Adds the norms of gradients to the outputs of the step, those of loops by time step. */
  private static Graph watched(GraphBuilder builder, List<String> paths, Gradient.Traced traced) {
    Expressions e = new Expressions(builder);
    for (int i = 0; i < paths.size(); i++) {
      Value norm = e.sqrt(e.sumAll(e.squared(traced.gradients().get(i))));
      builder.output(TrainingPlan.NORM + paths.get(i), norm);
    }
    List<Value> loops = List.copyOf(traced.loops().keySet()).reversed();
    for (int i = 0; i < loops.size(); i++) {
      String name = "%d. %s".formatted(i + 1, loops.get(i).origin().scope()).trim();
      Value norms = traced.loops().get(loops.get(i)).norms(builder);
      builder.output(TrainingPlan.NORMS_BY_STEP + name, norms);
    }
    return builder.build();
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

  private static Optional<Value> scalar(Elaborator elaborator, Expression expression, Frame frame) {
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

  private List<Value> clipped(Elaborator elaborator, List<Value> gradients, Frame frame) {
    Optional<Expression> clip = settingOf("clip");
    if (clip.isEmpty()) {
      return gradients;
    }
    List<Meaning> list = gradients.stream().map(g -> (Meaning) new Meaning.Tensor(g)).toList();
    Frame inner = frame.inline(Map.of("gradients", new Meaning.Tuple(list)));
    List<Value> clipped = Elaborator.values(elaborator.meaning(clip.get(), inner));
    if (clipped.size() != gradients.size()) {
      throw Mistake.at(
          clip.get().span(),
          "`clip` gives a gradient for each parameter",
          "this gives " + clipped.size() + " for " + gradients.size());
    }
    return clipped;
  }

  private Optional<Expression> settingOf(String keyword) {
    return training.items().stream()
        .filter(i -> i instanceof TrainingItem.Setting s && s.keyword().equals(keyword))
        .map(i -> ((TrainingItem.Setting) i).value())
        .findFirst();
  }

  private int setting(String keyword, int otherwise, Elaborator elaborator, Frame frame) {
    Optional<Expression> value = settingOf(keyword);
    if (value.isEmpty()) {
      return otherwise;
    }
    if (elaborator.meaning(value.get(), frame) instanceof Meaning.Int(Dim n)
        && n.isConstant()
        && n.constant() >= 1
        && n.constant() <= Integer.MAX_VALUE) {
      return (int) n.constant();
    }
    throw Mistake.at(value.get().span(), "`" + keyword + "` is an integer of at least 1", "here");
  }

  /** {@code average 0.999}. */
  private OptionalDouble decay(Elaborator elaborator, Frame frame) {
    Optional<Expression> value = settingOf("average");
    if (value.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (elaborator.meaning(value.get(), frame) instanceof Meaning.Real(double decay)
        && decay > 0
        && decay < 1) {
      return OptionalDouble.of(decay);
    }
    throw Mistake.at(value.get().span(), "`average` is a number between 0 and 1", "here")
        .withHelp("what is left of the average after an update, such as 0.999");
  }

  private DataSpec data(Elaborator elaborator, Frame frame) {
    Optional<Expression> value = settingOf("data");
    if (value.isEmpty()) {
      return DataSpec.NONE;
    }
    if (!(value.get() instanceof Expression.Call call)) {
      throw Mistake.at(value.get().span(), "`data` names a source", "this is no call")
          .withHelp("for example `data mnist(\"data/mnist\")`");
    }
    List<Object> arguments = new ArrayList<>();
    Map<String, Object> options = new LinkedHashMap<>();
    for (Expression.Argument argument : call.arguments()) {
      Object plain = plain(elaborator.meaning(argument.value(), frame), argument);
      argument.name().ifPresentOrElse(n -> options.put(n, plain), () -> arguments.add(plain));
    }
    return new DataSpec(calleeName(call), arguments, options);
  }

  private static Object plain(Meaning meaning, Expression.Argument argument) {
    return switch (meaning) {
      case Meaning.Text(String text) -> text;
      case Meaning.Real(double real) -> real;
      case Meaning.Bool(boolean flag) -> flag;
      case Meaning.Int(Dim n) when n.isConstant() -> n.constant();
      case Meaning.Tuple(List<Meaning> elements) ->
          elements.stream().map(e -> plain(e, argument)).toList();
      default ->
          throw Mistake.at(
              argument.span(), "`data` takes constants", "this is " + Describe.meaning(meaning));
    };
  }

  /** The statement of an item, for the statements of optimisers too. */
  static boolean isState(Statement statement) {
    return statement instanceof Statement.Variable v && v.kind() == Statement.Kind.STATE;
  }
}
