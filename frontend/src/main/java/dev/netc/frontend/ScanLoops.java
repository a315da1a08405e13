package dev.netc.frontend;

import dev.netc.grammar.Expression;
import dev.netc.grammar.SourceSpan;
import dev.netc.grammar.Statement;
import dev.netc.ir.Calls;
import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Function;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Inliner;
import dev.netc.ir.Scan;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code scan step in x carry (h = ...) { ... yield h }}: a loop over the first axis of one
 * sequence or of several, in the order of time or, over {@code reversed(x)}, against it.
 */
final class ScanLoops {
  private final Elaborator elaborator;

  /** What the step that is being elaborated has yielded, by the frame of its loop. */
  private final Map<Frame, Meaning> yielded = new HashMap<>();

  ScanLoops(Elaborator elaborator) {
    this.elaborator = elaborator;
  }

  /**
   * What a loop gives: the stacked yields, none or several, and the carries after the last step.
   */
  private record Results(Optional<Meaning> yields, List<Meaning> carries) {}

  /** The value of a loop as an expression: what it yields, or without a yield the last carries. */
  Meaning value(Expression.Scan scan, Frame frame) {
    return run(scan, frame)
        .map(
            results ->
                results
                    .yields()
                    .orElseGet(
                        () ->
                            results.carries().size() == 1
                                ? results.carries().getFirst()
                                : new Meaning.Tuple(results.carries())))
        .orElse(new Meaning.Unknown());
  }

  /**
   * What a loop that is assigned to a tuple gives: the stacked yields and then the last carries;
   * the yields alone if the tuple has as many names as there are yields.
   *
   * @param names how many names the tuple has
   */
  Meaning all(Expression.Scan scan, int names, Frame frame) {
    Optional<Results> results = run(scan, frame);
    if (results.isEmpty()) {
      return new Meaning.Unknown();
    }
    List<Meaning> all = new ArrayList<>();
    results
        .get()
        .yields()
        .ifPresent(y -> all.addAll(y instanceof Meaning.Tuple(var many) ? many : List.of(y)));
    if (all.size() != names) {
      all.addAll(results.get().carries());
    }
    return new Meaning.Tuple(all);
  }

  /** Takes what a step yields. */
  void yielded(Statement.Yield statement, Frame frame) {
    if (!frame.isLoop()) {
      throw Mistake.at(statement.span(), "`yield` stands in a `scan`", "there is none around it");
    }
    Meaning meaning = elaborator.elaborate(statement.value(), frame);
    if (yielded.putIfAbsent(frame, meaning) != null) {
      throw Mistake.at(statement.span(), "a step yields once", "this is the second `yield`")
          .withHelp("`yield (a, b)` gives two sequences");
    }
    if (Elaborator.values(meaning).isEmpty() && !(meaning instanceof Meaning.Unknown)) {
      throw Mistake.at(
          statement.value().span(),
          "a step yields tensors",
          "this is " + Describe.meaning(meaning));
    }
  }

  private Optional<Results> run(Expression.Scan scan, Frame frame) {
    SourceSpan span = scan.sequence().span();
    Direction direction = direction(scan.sequence(), frame);
    Meaning sequence = elaborator.meaning(direction.source(), frame);
    if (sequence instanceof Meaning.Unknown) {
      return Optional.empty();
    }
    List<Value> sequences = Elaborator.values(sequence);
    Dim trips = trips(sequence, sequences, span);
    List<Value> operands = new ArrayList<>();
    Frame inner = frame.loop("loop");
    for (Expression.Carry carry : scan.carries()) {
      if (inner.variables().containsKey(carry.name())) {
        throw Mistake.at(carry.span(), "two carries have this name", "the second one");
      }
      Optional<Value> initial = initial(carry, frame);
      if (initial.isEmpty()) {
        return Optional.empty();
      }
      operands.add(initial.get());
      bindInput(carry.name(), initial.get().tensor(), carry.span(), inner);
    }
    operands.addAll(sequences);
    bindStep(scan.target(), sequence, inner);
    Optional<List<Value>> next = steps(scan, operands, inner);
    Meaning yields = yielded.remove(inner);
    if (next.isEmpty() || yields instanceof Meaning.Unknown) {
      return Optional.empty();
    }
    Function body = body(scan, next.get(), yields, inner);
    inner.captures().forEach(c -> operands.add(BlockCalls.outer(c, frame)));
    elaborator.enter(frame, scan.span());
    int carries = scan.carries().size();
    Scan loop =
        new Scan(body, operands, carries, sequences.size(), trips, direction.reversed(), false);
    int every = Checkpoints.every(scan, trips, elaborator, frame);
    GraphBuilder builder = frame.builder();
    Value made = builder.add(every == 0 ? loop : Checkpoints.segments(loop, every, builder));
    IntFunction<Value> result =
        i ->
            every == 0
                ? builder.add(new Calls.Result(made, i))
                : Checkpoints.result(loop, i, made, builder);
    return Optional.of(results(result, carries, yields));
  }

  /** What a loop goes over, and whether from its end. */
  private record Direction(Expression source, boolean reversed) {}

  /** {@code x}, {@code reversed(x)}, or {@code reversed(x, condition)}. */
  private Direction direction(Expression sequence, Frame frame) {
    if (!(sequence instanceof Expression.Call call)
        || !(call.callee() instanceof Expression.Name name)
        || !name.text().equals("reversed")
        || call.arguments().isEmpty()
        || call.arguments().size() > 2) {
      return new Direction(sequence, false);
    }
    Expression source = call.arguments().getFirst().value();
    return new Direction(
        source,
        call.arguments().size() == 1
            || elaborator.condition(call.arguments().getLast().value(), frame));
  }

  /** How many steps there are: the extent of the first axis, the same for all sequences. */
  private static Dim trips(Meaning sequence, List<Value> sequences, SourceSpan span) {
    if (sequences.isEmpty() || sequences.stream().anyMatch(s -> s.shape().isScalar())) {
      throw Mistake.at(
              span,
              "a `scan` goes over the first axis of a tensor",
              "this is " + Describe.meaning(sequence))
          .withHelp("`for` goes over a list that is known at compile time");
    }
    Dim trips = sequences.getFirst().shape().dim(0);
    for (Value other : sequences) {
      if (!other.shape().dim(0).equals(trips)) {
        throw Mistake.at(
            span,
            "sequences of different lengths",
            "one has %s steps, another %s".formatted(trips, other.shape().dim(0)));
      }
    }
    return trips;
  }

  private Optional<Value> initial(Expression.Carry carry, Frame frame) {
    Meaning meaning = elaborator.meaning(carry.initial(), frame);
    return switch (meaning) {
      case Meaning.Unknown unknown -> Optional.empty();
      case Meaning.Tensor(Value value) -> Optional.of(value);
      case Meaning.Real real -> Optional.of(new Lifting(frame.builder()).lift(real, DType.F32));
      case Meaning.Int i -> Optional.of(new Lifting(frame.builder()).lift(i, DType.I32));
      default ->
          throw Mistake.at(
              carry.initial().span(),
              "a carry starts as a tensor",
              "this is " + Describe.meaning(meaning));
    };
  }

  private void bindInput(String name, TensorType type, SourceSpan span, Frame inner) {
    elaborator.enter(inner, span);
    Value input = inner.builder().input(inner.freshInput(name), type);
    inner.variables().put(name, elaborator.made(new Meaning.Tensor(input), span));
  }

  /** Gives the names of the target an element of each sequence. */
  private void bindStep(Expression.Target target, Meaning sequence, Frame inner) {
    Iterator<String> names = target.names().iterator();
    elaborator.enter(inner, target.span());
    elaborator.statements().bind(target, element(sequence, names, target.span(), inner), inner);
  }

  private Meaning element(Meaning sequence, Iterator<String> names, SourceSpan span, Frame inner) {
    if (sequence instanceof Meaning.Tuple(List<Meaning> elements)) {
      return new Meaning.Tuple(elements.stream().map(e -> element(e, names, span, inner)).toList());
    }
    TensorType type = Elaborator.values(sequence).getFirst().tensor();
    TensorType step = type.withShape(type.shape().without(List.of(0)));
    String name = inner.freshInput(names.hasNext() ? names.next() : "step");
    return elaborator.made(new Meaning.Tensor(inner.builder().input(name, step)), span);
  }

  /** Elaborates the body; what the carries are at its end, unless one has no meaning. */
  private Optional<List<Value>> steps(Expression.Scan scan, List<Value> operands, Frame inner) {
    List<Value> inputs =
        scan.carries().stream()
            .flatMap(c -> Elaborator.values(inner.variables().get(c.name())).stream())
            .toList();
    elaborator.statements().body(scan.body(), inner);
    List<Value> next = new ArrayList<>();
    for (int i = 0; i < scan.carries().size(); i++) {
      Expression.Carry carry = scan.carries().get(i);
      Meaning meaning = inner.variables().get(carry.name());
      if (meaning == null || meaning instanceof Meaning.Unknown) {
        return Optional.empty();
      }
      TensorType type = operands.get(i).tensor();
      Value value = carried(carry, meaning, type, inner);
      if (value.equals(inputs.get(i))) {
        throw Mistake.at(
                carry.span(), "no step changes `" + carry.name() + "`", "it stays what it was")
            .withHelp("assign it in the body, or make it a variable before the loop");
      }
      next.add(value);
    }
    return Optional.of(next);
  }

  private Value carried(Expression.Carry carry, Meaning meaning, TensorType type, Frame inner) {
    try {
      return elaborator.statements().tensor(meaning, type, carry.span(), inner);
    } catch (Mistake wrong) {
      throw Mistake.at(
              carry.span(),
              "a carry keeps its type",
              "`%s` starts as %s".formatted(carry.name(), type))
          .withHelp("at the end of the step it is " + Describe.meaning(meaning));
    }
  }

  private static Function body(
      Expression.Scan scan, List<Value> next, @Nullable Meaning yields, Frame inner) {
    for (int i = 0; i < next.size(); i++) {
      inner.builder().output(scan.carries().get(i).name(), next.get(i));
    }
    List<Value> emitted = yields == null ? List.of() : Elaborator.values(yields);
    for (int i = 0; i < emitted.size(); i++) {
      inner.builder().output("yield" + (emitted.size() == 1 ? "" : i), emitted.get(i));
    }
    Graph body = Inliner.inline(inner.builder().build(), Function::isPlainBlock);
    return new Function(body.name(), Function.Kind.LOOP, body);
  }

  private static Results results(IntFunction<Value> result, int carries, @Nullable Meaning yields) {
    List<Meaning> last = new ArrayList<>();
    for (int i = 0; i < carries; i++) {
      last.add(new Meaning.Tensor(result.apply(i)));
    }
    if (yields == null) {
      return new Results(Optional.empty(), last);
    }
    List<Value> stacked = new ArrayList<>();
    for (int i = 0; i < Elaborator.values(yields).size(); i++) {
      stacked.add(result.apply(carries + i));
    }
    return new Results(Optional.of(FunctionBoundary.leave(yields, stacked.iterator())), last);
  }
}
