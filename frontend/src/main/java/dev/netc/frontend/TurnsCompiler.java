package dev.netc.frontend;

import dev.netc.grammar.Declaration;
import dev.netc.grammar.Declaration.TrainingItem;
import dev.netc.grammar.Diagnostic;
import dev.netc.ir.DType;
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
import java.util.stream.Collectors;

/**
 * Makes the graphs of a training section of several networks. A step is one graph: each turn sees
 * the parameters that the turns before have made, and changes those of its network alone.
 */
final class TurnsCompiler {
  /** What a turn draws has places far from what the lines before the turns, and others, draw. */
  private static final int PLACES_OF_A_TURN = 1 << 16;

  private final Library library;
  private final List<Declaration.Network> networks;
  private final Declaration.Training training;
  private final List<Diagnostic> diagnostics;
  private final Parameters parameters = new Parameters();
  private final TurnLines lines;

  TurnsCompiler(
      Library library,
      List<Declaration.Network> networks,
      Declaration.Training training,
      List<Diagnostic> diagnostics) {
    this.library = library;
    this.networks = networks;
    this.training = training;
    this.diagnostics = diagnostics;
    this.lines = new TurnLines(training);
  }

  /**
   * @throws Mistake if a mistake leaves nothing to go on with
   */
  TrainingPlan compile() {
    Elaborator elaborator = elaborator(true);
    lines.check(elaborator::report);
    if (failed()) {
      throw diagnosed();
    }
    Graph evaluate = evaluate();
    GraphBuilder builder = new GraphBuilder(training.networks().getFirst() + ".step");
    Frame frame = Frame.graph(builder, Map.of());
    for (String scalar : List.of("seed", "step", "steps")) {
      Value input = builder.input(scalar, TensorType.scalar(DType.I64));
      frame.provide(scalar, new Meaning.Tensor(input));
    }
    declare(elaborator, frame);
    TrainingSettings settings = new TrainingSettings(training.items(), elaborator, frame);
    Map<String, Value> scores = new LinkedHashMap<>();
    Map<String, Value> leaves = new LinkedHashMap<>();
    Map<String, Value> updates = new LinkedHashMap<>();
    List<Minimization> parts = new ArrayList<>();
    for (TrainingItem.Turn turn : lines.turns()) {
      frame = parts.isEmpty() ? frame : next(frame);
      Optional<Value> loss = forward(turn, parts.size(), elaborator, frame, scores);
      Frame here = frame;
      loss.flatMap(
              value ->
                  Attempt.at(
                      elaborator, () -> minimized(turn, value, elaborator, settings, here, scores)))
          .ifPresent(parts::add);
      frame.parameterValues().forEach(leaves::putIfAbsent);
      frame.updates().keySet().removeIf(path -> isOfAnother(path, turn.network()));
      updates.putAll(frame.updates());
    }
    if (failed()) {
      throw diagnosed();
    }
    total(builder, scores).forEach(builder::output);
    parts.getFirst().rate().ifPresent(rate -> builder.output(TrainingPlan.RATE, rate));
    updates.forEach((path, value) -> builder.update(leaves.get(path), value));
    Graph step = builder.build();
    Minimization.watch(builder, parts);
    Frame initial = Frame.graph(new GraphBuilder("states.initialize"), Map.of());
    parts.forEach(part -> part.initialize(initial));
    return new TrainingPlan(
        step,
        builder.build(),
        evaluate,
        NetworkCompiler.initialize(
            String.join("_", training.networks()), parameters, elaborator(false)),
        Optional.empty(),
        initial.builder().build(),
        settings.data(),
        settings.batch(),
        settings.epochs(),
        parts.stream().map(Minimization::optimizer).distinct().collect(Collectors.joining(", ")),
        Map.of());
  }

  private Minimization minimized(
      TrainingItem.Turn turn,
      Value loss,
      Elaborator elaborator,
      TrainingSettings settings,
      Frame frame,
      Map<String, Value> scores) {
    frame.provide(
        ValidationOperator.NAMES,
        ValidationOperator.names(total(frame.builder(), scores).keySet()));
    String schedules = "schedule." + turn.network();
    Minimization part =
        new Minimization(elaborator, turn.items(), turn.nameSpan(), schedules, settings, frame);
    Map<String, Value> own = new LinkedHashMap<>(frame.trainable());
    own.keySet().removeIf(path -> !path.startsWith(turn.network() + "."));
    if (own.isEmpty()) {
      throw Mistake.at(
              turn.nameSpan(),
              "the loss of this turn does not use `" + turn.network() + "`",
              "nothing to train")
          .withHelp("call it: `fake = %s(...)`".formatted(turn.network()));
    }
    part.minimize(loss, own);
    return part;
  }

  /** A frame that knows the inputs and the networks, after the updates so far. */
  private static Frame next(Frame frame) {
    Frame next = frame.afterUpdates();
    frame.builder().inputs().stream()
        .filter(v -> frame.variables().containsKey(((Leaf.Input) v.op()).name()))
        .forEach(v -> next.variables().put(((Leaf.Input) v.op()).name(), new Meaning.Tensor(v)));
    frame
        .variables()
        .forEach(
            (name, meaning) -> {
              if (meaning instanceof Meaning.Layer || meaning instanceof Meaning.Int) {
                next.variables().put(name, meaning);
              }
            });
    return next;
  }

  /**
   * The graph that evaluates: the losses and metrics of the networks as they infer. What is drawn
   * there, such as what a generator starts from, is the same in each batch.
   */
  private Graph evaluate() {
    Elaborator elaborator = elaborator(false);
    GraphBuilder builder = new GraphBuilder(training.networks().getFirst() + ".evaluate");
    Frame frame = Frame.graph(builder, Map.of());
    Value zero = new Expressions(builder).constant(DType.I64, 0);
    frame.provide("seed", new Meaning.Tensor(zero));
    frame.provide("step", new Meaning.Tensor(zero));
    declare(elaborator, frame);
    Map<String, Value> scores = new LinkedHashMap<>();
    int number = 0;
    for (TrainingItem.Turn turn : lines.turns()) {
      frame = number == 0 ? frame : next(frame);
      forward(turn, number++, elaborator, frame, scores);
      frame.updates().clear();
    }
    total(builder, scores).forEach(builder::output);
    return builder.build();
  }

  /** Makes the inputs, and the networks as layers that can be called. */
  private void declare(Elaborator elaborator, Frame frame) {
    NetworkCompiler.inputs(elaborator, training.formals(), frame);
    for (Declaration.Network network : networks) {
      frame
          .variables()
          .put(
              network.name(),
              new Meaning.Layer(NetworkBlock.of(network), network.name(), Map.of()));
    }
  }

  /** Elaborates the lines before the turns and those of one turn; its loss, if it has one. */
  private Optional<Value> forward(
      TrainingItem.Turn turn,
      int number,
      Elaborator elaborator,
      Frame frame,
      Map<String, Value> scores) {
    List<Value> losses = new ArrayList<>();
    for (TrainingItem item : lines.common()) {
      forward(item, elaborator, frame, scores, losses, number == 0);
    }
    frame.places().skip((number + 1) * PLACES_OF_A_TURN);
    for (TrainingItem item : turn.items()) {
      forward(item, elaborator, frame, scores, losses, true);
    }
    Optional<Value> loss = losses.stream().reduce(new Lifting(frame.builder()).expressions()::plus);
    if (loss.isEmpty() && !failed()) {
      elaborator.report(
          Diagnostic.error("this turn has no loss", turn.nameSpan(), "nothing to minimise")
              .withHelp("add a line such as `loss binary_cross_entropy(logits, ones[N, 1])`"));
    }
    loss.ifPresent(value -> scores.put(TrainingPlan.LOSS_OF + turn.network(), value));
    return loss;
  }

  private static void forward(
      TrainingItem item,
      Elaborator elaborator,
      Frame frame,
      Map<String, Value> scores,
      List<Value> losses,
      boolean isShown) {
    switch (item) {
      case TrainingItem.Step s -> elaborator.statements().body(List.of(s.statement()), frame);
      case TrainingItem.Loss l ->
          TrainingCompiler.scalar(elaborator, l.value(), frame).ifPresent(losses::add);
      case TrainingItem.Metric m when isShown ->
          TrainingCompiler.scalar(elaborator, m.value(), frame)
              .ifPresent(
                  v -> scores.put(m.name().orElse(TrainingCompiler.calleeName(m.value())), v));
      default -> {}
    }
  }

  /** The scores, the sum of all losses first: it is no number if one of them is none. */
  private static Map<String, Value> total(GraphBuilder builder, Map<String, Value> scores) {
    Map<String, Value> all = new LinkedHashMap<>();
    scores.entrySet().stream()
        .filter(e -> e.getKey().startsWith(TrainingPlan.LOSS_OF))
        .map(Map.Entry::getValue)
        .reduce(new Lifting(builder).expressions()::plus)
        .ifPresent(sum -> all.put("loss", sum));
    all.putAll(scores);
    return all;
  }

  private boolean isOfAnother(String path, String name) {
    return networks.stream()
        .anyMatch(n -> !n.name().equals(name) && path.startsWith(n.name() + "."));
  }

  private Elaborator elaborator(boolean inTraining) {
    return new Elaborator(library, parameters, diagnostics, inTraining);
  }

  private boolean failed() {
    return diagnostics.stream().anyMatch(Diagnostic::isError);
  }

  private Mistake diagnosed() {
    return new Mistake(diagnostics.stream().filter(Diagnostic::isError).toList().getLast());
  }
}
