package dev.netc.frontend;

import dev.netc.grammar.Declaration;
import dev.netc.grammar.Expression;
import dev.netc.grammar.SourceSpan;
import dev.netc.grammar.Statement;
import dev.netc.ir.Calls;
import dev.netc.ir.Function;
import dev.netc.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Instantiates blocks. Within a network each call becomes a call of a function made for its shapes
 * and constants; within initialisers, schedules and optimisers the body is elaborated in place.
 */
final class BlockCalls {
  private static final int DEEPEST = 200;

  private final Elaborator elaborator;
  private final FormalTypes formalTypes;
  private final Deque<BlockCall> calls = new ArrayDeque<>();

  BlockCalls(Elaborator elaborator) {
    this.elaborator = elaborator;
    this.formalTypes = new FormalTypes(elaborator);
  }

  /** Calls a block that gets its own parameters, below {@code path} if given. */
  Meaning call(
      Declaration.Block block,
      List<Actual> actuals,
      SourceSpan span,
      Optional<String> path,
      Frame frame) {
    String number = frame.pathOf(frame.number(block.name()));
    return instantiate(block, bind(block, actuals, span), span, path.orElse(number), frame);
  }

  /** Calls a layer that has been declared. */
  Meaning call(Meaning.Layer layer, List<Actual> actuals, SourceSpan span, Frame frame) {
    List<Actual> all = new ArrayList<>(actuals);
    layer.arguments().forEach((name, value) -> all.add(new Actual(Optional.of(name), value, span)));
    return instantiate(layer.block(), bind(layer.block(), all, span), span, layer.path(), frame);
  }

  /** {@code layer name = block(arguments)}: the tensors come later. */
  Meaning layer(Statement.Layer statement, Frame frame) {
    Expression value = statement.value();
    String path = frame.pathOf(statement.name());
    if (value instanceof Expression.WithPath with) {
      value = with.value();
      path = elaborator.path(with.path(), with.span(), frame);
    }
    if (!(value instanceof Expression.Call call)
        || !(elaborator.meaning(call.callee(), frame)
            instanceof Meaning.BlockName(Declaration.Block block))) {
      throw Mistake.at(
          statement.value().span(), "a layer is a block with arguments", "this is none");
    }
    List<String> constants =
        block.formals().stream()
            .filter(f -> !FormalTypes.isTensor(f.type()))
            .map(Declaration.Formal::name)
            .toList();
    List<Actual> actuals =
        call.arguments().stream()
            .map(a -> new Actual(a.name(), elaborator.meaning(a.value(), frame), a.span()))
            .toList();
    Map<String, Meaning> bound = new LinkedHashMap<>();
    Binding.bind(block.name(), signature(block), constants, Set.of(), actuals, call.span())
        .forEach((name, actual) -> bound.put(name, actual.value()));
    return new Meaning.Layer(block, path, bound);
  }

  private static Map<String, Actual> bind(
      Declaration.Block block, List<Actual> actuals, SourceSpan span) {
    List<String> names = block.formals().stream().map(Declaration.Formal::name).toList();
    Set<String> required =
        block.formals().stream()
            .filter(f -> f.initial().isEmpty())
            .map(Declaration.Formal::name)
            .collect(Collectors.toSet());
    return Binding.bind(block.name(), signature(block), names, required, actuals, span);
  }

  /** {@code linear(x: f32[N, in], out: int, bias: bool = true)}. */
  static String signature(Declaration.Block block) {
    return block.formals().stream()
        .map(
            f ->
                f.name() + (f.initial().isPresent() ? "?" : "") + ": " + FormalTypes.text(f.type()))
        .collect(Collectors.joining(", ", block.name() + "(", ")"));
  }

  private Meaning instantiate(
      Declaration.Block block,
      Map<String, Actual> bound,
      SourceSpan span,
      String instance,
      Frame frame) {
    if (calls.size() >= DEEPEST) {
      throw Mistake.at(span, "`" + block.name() + "` calls itself without end", "here");
    }
    BlockCall call = new BlockCall(block, bound, span);
    calls.push(call);
    try {
      return frame.isInline() && block.gradient().isEmpty()
          ? inPlace(block, bound, span, instance, frame)
          : asFunction(block, bound, span, instance, frame);
    } catch (Mistake mistake) {
      throw new Mistake(call.blamed(mistake.diagnostic(), elaborator.library().sources()));
    } finally {
      calls.pop();
    }
  }

  /** The calls being instantiated, innermost first. */
  Iterable<BlockCall> calls() {
    return calls;
  }

  private Meaning inPlace(
      Declaration.Block block,
      Map<String, Actual> bound,
      SourceSpan span,
      String instance,
      Frame frame) {
    Frame inner =
        frame
            .schedulePath()
            .map(path -> frame.schedule(path + "." + instance))
            .orElseGet(() -> frame.inline(Map.of()));
    bindFormals(block, bound, span, inner);
    return result(block, inner, span);
  }

  private Meaning asFunction(
      Declaration.Block block,
      Map<String, Actual> bound,
      SourceSpan span,
      String instance,
      Frame frame) {
    Frame inner = frame.function(block.name(), instance);
    FunctionBoundary boundary = new FunctionBoundary(elaborator, inner);
    Map<String, Actual> inside = new LinkedHashMap<>();
    bound.forEach(
        (name, a) ->
            inside.put(name, new Actual(a.name(), boundary.enter(name, a.value()), a.span())));
    bindFormals(block, inside, span, inner);
    Meaning result = result(block, inner, span);
    List<Value> values = Elaborator.values(result);
    if (values.isEmpty() && inner.updates().isEmpty()) {
      return result;
    }
    Function function =
        block
            .gradient()
            .map(
                rule ->
                    new OwnGradient(elaborator, block, rule, inner, values)
                        .function(boundary.arguments().size()))
            .orElseGet(() -> function(block.name(), values, inner));
    List<Value> arguments = new ArrayList<>(boundary.arguments());
    inner.captures().forEach(c -> arguments.add(outer(c, frame)));
    elaborator.enter(frame, span);
    if (frame.isLoop() && !inner.updates().isEmpty()) {
      throw Mistake.at(
          span,
          "a state does not change within a `scan`",
          "this assigns " + String.join(", ", inner.updates().keySet()));
    }
    Value call = frame.builder().add(new Calls.Call(function, arguments, instance));
    List<Value> results = results(call, frame);
    int next = values.size();
    for (String path : inner.updates().keySet()) {
      frame.update(path, results.get(next++));
    }
    return FunctionBoundary.leave(result, results.iterator());
  }

  private static Function function(String name, List<Value> results, Frame inner) {
    int n = 0;
    for (Value value : results) {
      inner.builder().output(results.size() == 1 ? "result" : "result_" + n++, value);
    }
    inner.updates().forEach((path, value) -> inner.builder().output(path, value));
    return new Function(name, Function.Kind.BLOCK, inner.builder().build());
  }

  private static List<Value> results(Value call, Frame frame) {
    if (!(call.type() instanceof dev.netc.ir.Type.Tuple tuple)) {
      return List.of(call);
    }
    List<Value> results = new ArrayList<>();
    for (int i = 0; i < tuple.elements().size(); i++) {
      results.add(frame.builder().add(new Calls.Result(call, i)));
    }
    return results;
  }

  /** What a function takes besides its arguments, in the frame of its caller. */
  static Value outer(Frame.Capture capture, Frame frame) {
    return switch (capture) {
      case Frame.Capture.Outer(Value value) -> value;
      case Frame.Capture.Parameter p -> frame.parameter(p.path(), p.type(), p.kind());
      case Frame.Capture.Ambient(String name) ->
          Elaborator.values(frame.ambient(name).orElseThrow()).getFirst();
    };
  }

  /** Gives the formals their meanings in {@code inner}; those not bound their defaults. */
  void bindFormals(
      Declaration.Block block, Map<String, Actual> bound, SourceSpan span, Frame inner) {
    bindFormals(block.name(), block.formals(), bound, span, inner);
  }

  void bindFormals(
      String callee,
      List<Declaration.Formal> formals,
      Map<String, Actual> bound,
      SourceSpan span,
      Frame inner) {
    for (Declaration.Formal formal : formals) {
      Actual actual = bound.get(formal.name());
      if (actual == null) {
        Expression initial = formal.initial().orElseThrow();
        actual = new Actual(Optional.empty(), elaborator.meaning(initial, inner), initial.span());
      }
      Meaning meaning = formalTypes.fit(callee, formal, actual, span, inner);
      inner.variables().put(formal.name(), meaning);
    }
  }

  private Meaning result(Declaration.Block block, Frame inner, SourceSpan span) {
    Optional<Meaning> result = elaborator.statements().body(block.body(), inner);
    if (result.isEmpty()) {
      throw Mistake.at(
          block.nameSpan(), "`" + block.name() + "` gives nothing", "it has no last expression");
    }
    if (result.get() instanceof Meaning.Unknown) {
      return result.get();
    }
    formalTypes.checkResults(block, result.get(), span, inner);
    return result.get();
  }
}
