package dev.netc.frontend;

import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.Expression;
import dev.netc.grammar.SourceSpan;
import dev.netc.grammar.Statement;
import dev.netc.ir.Expressions;
import dev.netc.ir.Leaf;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Runs the statements of a body while the network is compiled. */
final class Statements {
  /**
   * Leaves the body that a {@code return} stands in, from however deep in its branches and loops.
   */
  private static final class Returned extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Meaning meaning;

    Returned(Meaning meaning) {
      super("return", null, false, false);
      this.meaning = meaning;
    }
  }

  private final Elaborator elaborator;
  private final Map<Frame, Map<String, Integer>> assignments = new HashMap<>();

  Statements(Elaborator elaborator) {
    this.elaborator = elaborator;
  }

  /**
   * Runs a whole body.
   *
   * @return what it returns, or what its last expression means; empty if it ends otherwise
   */
  Optional<Meaning> body(List<Statement> body, Frame frame) {
    Map<String, Integer> counts = new HashMap<>();
    countAssignments(body, counts);
    assignments.put(frame, counts);
    try {
      return run(body, frame);
    } catch (Returned returned) {
      return Optional.of(returned.meaning);
    } finally {
      assignments.remove(frame);
    }
  }

  private Optional<Meaning> run(List<Statement> body, Frame frame) {
    Optional<Meaning> last = Optional.empty();
    for (Statement statement : body) {
      last = Optional.empty();
      switch (statement) {
        case Statement.Evaluation e -> last = Optional.of(elaborator.elaborate(e.value(), frame));
        default -> {
          try {
            run(statement, frame);
          } catch (Mistake mistake) {
            elaborator.report(mistake.diagnostic());
          } catch (ArithmeticException overflow) {
            elaborator.report(Limits.overflow(statement.span()).diagnostic());
          }
        }
      }
    }
    return last;
  }

  private void loop(Statement.For loop, Frame frame) {
    for (Meaning element : elaborator.iterate(loop.source(), frame)) {
      bind(loop.target(), element, frame);
      run(loop.body(), frame);
    }
  }

  private void run(Statement statement, Frame frame) {
    switch (statement) {
      case Statement.Variable v -> variable(v, frame);
      case Statement.Layer l ->
          frame.variables().put(l.name(), elaborator.blockCalls().layer(l, frame));
      case Statement.Assignment a -> assignment(a, frame);
      case Statement.Update u -> update(u, frame);
      case Statement.Repeat r -> repeat(r, frame);
      case Statement.Yield y -> elaborator.loops().yielded(y, frame);
      case Statement.For f -> loop(f, frame);
      case Statement.Return r when frame.isLoop() ->
          throw Mistake.at(r.span(), "a `scan` has no `return`", "it would leave the loop")
              .withHelp("a step gives its result with `yield`");
      case Statement.Return r -> {
        if (!frame.isFunction() && !frame.isInline()) {
          throw Mistake.at(r.span(), "`return` stands in a block", "there is none around it")
              .withHelp("a network assigns its results by name");
        }
        throw new Returned(elaborator.elaborate(r.value(), frame));
      }
      case Statement.Evaluation e -> elaborator.meaning(e.value(), frame);
    }
  }

  private void assignment(Statement.Assignment a, Frame frame) {
    Expression value = a.value();
    Optional<String> path = pathFor(a, frame);
    if (path.isPresent()) {
      value = new Expression.WithPath(value, path.get(), value.span());
    }
    if (a.value() instanceof Expression.Scan scan && a.target().isTuple()) {
      bind(a.target(), elaborator.loops().all(scan, a.target().names().size(), frame), frame);
    } else {
      bind(a.target(), elaborator.elaborate(value, frame), frame);
    }
  }

  /**
   * A value that is assigned once and made by one layer gives the layer its path: {@code conv1 = x
   * |> conv2d(6)}.
   */
  private Optional<String> pathFor(Statement.Assignment a, Frame frame) {
    if (a.target().isTuple() || frame.isInline() || a.value() instanceof Expression.WithPath) {
      return Optional.empty();
    }
    String name = a.target().names().getFirst();
    int times = assignments.getOrDefault(frame, Map.of()).getOrDefault(name, 0);
    Expression last = a.value() instanceof Expression.Pipe p ? p.stage() : a.value();
    boolean rest =
        a.value() instanceof Expression.Pipe p
            && ParameterSearch.uses(p.value(), elaborator.library());
    boolean isLayer =
        last instanceof Expression.Call c
            && c.callee() instanceof Expression.Name n
            && !frame.knows(n.text())
            && elaborator.library().isParametric(n.text());
    return times == 1 && isLayer && !rest ? Optional.of(name) : Optional.empty();
  }

  private static void countAssignments(List<Statement> body, Map<String, Integer> counts) {
    for (Statement statement : body) {
      switch (statement) {
        case Statement.Assignment a ->
            a.target().names().forEach(n -> counts.merge(n, 1, Integer::sum));
        case Statement.For f -> {
          countAssignments(f.body(), counts);
          countAssignments(f.body(), counts);
        }
        case Statement.Repeat r -> {
          countAssignments(r.body(), counts);
          countAssignments(r.body(), counts);
        }
        default -> {}
      }
    }
  }

  /** Gives the names of {@code target} their meanings. */
  void bind(Expression.Target target, Meaning meaning, Frame frame) {
    if (meaning instanceof Meaning.Unknown) {
      target.names().forEach(n -> frame.variables().put(n, meaning));
      return;
    }
    if (!target.isTuple()) {
      frame.variables().put(target.names().getFirst(), meaning);
      return;
    }
    if (!(meaning instanceof Meaning.Tuple(List<Meaning> elements))
        || elements.size() != target.names().size()) {
      target.names().forEach(n -> frame.variables().put(n, new Meaning.Unknown()));
      throw Mistake.at(
          target.span(),
          "a tuple of " + target.names().size() + " is needed",
          "the value is " + Describe.meaning(meaning));
    }
    for (int i = 0; i < elements.size(); i++) {
      frame.variables().put(target.names().get(i), elements.get(i));
    }
  }

  private void variable(Statement.Variable v, Frame frame) {
    if (v.kind() == Statement.Kind.CONST) {
      frame.variables().put(v.name(), elaborator.elaborate(v.initial(), frame));
      return;
    }
    frame.variables().put(v.name(), new Meaning.Unknown());
    boolean isOfSchedule = v.kind() == Statement.Kind.STATE && frame.schedulePath().isPresent();
    if (frame.isInline() && !isOfSchedule) {
      throw Mistake.at(v.span(), "parameters cannot be declared here", "only blocks have them");
    }
    TensorType type =
        elaborator.type(
            v.type()
                .orElseThrow(
                    () ->
                        Mistake.at(v.span(), "a parameter needs a type", "it has none")
                            .withHelp("write `param " + v.name() + ": f32[...] = ...`")),
            frame);
    checkExtents(v, type);
    Leaf.ParameterKind kind =
        v.kind() == Statement.Kind.PARAM ? Leaf.ParameterKind.PARAM : Leaf.ParameterKind.STATE;
    Expression initial = v.initial();
    String path =
        isOfSchedule ? frame.schedulePath().get() + "." + v.name() : frame.pathOf(v.name());
    if (initial instanceof Expression.WithPath with) {
      path = elaborator.path(with.path(), with.span(), frame);
      initial = with.value();
    }
    elaborator.enter(frame, v.span());
    Parameters.Entry whole =
        new Parameters.Entry(path, type, kind, initial, frame.constants(), v.span());
    Parameters parameters = isOfSchedule ? frame.schedules() : elaborator.parameters();
    Optional<LowRank> lowRank = parameters.lowRank(path);
    Value value =
        lowRank.isPresent()
            ? product(whole, lowRank.get(), parameters, frame)
            : declared(whole, parameters, frame);
    if (kind == Leaf.ParameterKind.STATE) {
      frame.state(v.name(), path);
    }
    frame.variables().put(v.name(), elaborator.made(new Meaning.Tensor(value), v.span()));
  }

  private static Value declared(Parameters.Entry entry, Parameters parameters, Frame frame) {
    parameters.declare(entry);
    return frame.parameter(entry.path(), entry.type(), entry.kind());
  }

  /** Declares two parameters in place of one, which is their product. */
  private static Value product(
      Parameters.Entry whole, LowRank lowRank, Parameters parameters, Frame frame) {
    TensorType type = whole.type();
    Parameters.Entry left = whole.as(LowRank.first(whole.path()), lowRank.first(type));
    Parameters.Entry right = whole.as(LowRank.second(whole.path()), lowRank.second(type));
    Value first = declared(left, parameters, frame);
    Value second = declared(right, parameters, frame);
    return lowRank.product(first, second, type, new Expressions(frame.builder()));
  }

  /** A parameter is an array that is made before the network meets its inputs. */
  private static void checkExtents(Statement.Variable v, TensorType type) {
    Set<String> unknown = new TreeSet<>();
    type.shape().dims().forEach(dim -> unknown.addAll(dim.symbols()));
    if (!unknown.isEmpty()) {
      String names = String.join(" and ", unknown);
      throw Mistake.at(
              v.span(),
              "the size of a parameter must be known at compile time",
              "`%s` would be %s, and only a run knows %s".formatted(v.name(), type, names))
          .withHelp("write a number for %s where the network declares its inputs".formatted(names));
    }
  }

  private void update(Statement.Update u, Frame frame) {
    if (frame.isLoop()) {
      throw Mistake.at(
              u.span(), "a state does not change within a `scan`", "assigned at every step")
          .withHelp("carry it: `carry (" + u.name() + " = ...)`");
    }
    String path =
        frame
            .statePath(u.name())
            .orElseThrow(
                () ->
                    Mistake.at(u.span(), "`<-` assigns a state", "`" + u.name() + "` is none")
                        .withHelp("declare it with `state " + u.name() + ": f32[...] = ...`"));
    Meaning meaning = elaborator.meaning(u.value(), frame);
    if (meaning instanceof Meaning.Unknown) {
      return;
    }
    Value state = Elaborator.values(frame.variables().get(u.name())).getFirst();
    Value value = tensor(meaning, state.tensor(), u.span(), frame);
    frame.update(path, value);
    frame.variables().put(u.name(), new Meaning.Tensor(value));
  }

  /** {@code meaning} as a tensor of {@code type}, repeated to its shape if it is a scalar. */
  Value tensor(Meaning meaning, TensorType type, SourceSpan span, Frame frame) {
    Lifting lifting = new Lifting(frame.builder());
    Value value =
        switch (meaning) {
          case Meaning.Tensor(Value v) -> v;
          case Meaning.Int i -> lifting.lift(i, type.dtype());
          case Meaning.Real r when type.dtype().isFloat() -> lifting.lift(r, type.dtype());
          default -> throw doesNotFit(meaning, type, span);
        };
    if (value.shape().isScalar() && value.dtype() == type.dtype()) {
      value = lifting.broadcast(value, type.shape());
    }
    if (!value.type().equals(type)) {
      throw doesNotFit(meaning, type, span);
    }
    return value;
  }

  private static Mistake doesNotFit(Meaning meaning, TensorType type, SourceSpan span) {
    return new Mistake(
        Diagnostic.error(
            "types do not fit", span, "this is " + Describe.meaning(meaning) + ", not " + type));
  }

  private void repeat(Statement.Repeat r, Frame frame) {
    if (elaborator.meaning(r.count(), frame) instanceof Meaning.Int(dev.netc.ir.Dim count)
        && count.isConstant()) {
      Limits.checkRounds(count.constant(), r.count().span());
      for (long i = 0; i < count.constant(); i++) {
        run(r.body(), frame);
      }
      return;
    }
    throw Mistake.at(
        r.count().span(), "`repeat` takes an integer known at compile time", "this is none");
  }

  /** The branch that the condition chooses; its names stay in scope. */
  Meaning conditional(Expression.If i, Frame frame) {
    if (elaborator.condition(i.condition(), frame)) {
      return run(i.then(), frame).orElse(new Meaning.Tuple(List.of()));
    }
    return i.otherwise().flatMap(other -> run(other, frame)).orElse(new Meaning.Tuple(List.of()));
  }
}
