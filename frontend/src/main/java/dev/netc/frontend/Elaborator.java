package dev.netc.frontend;

import dev.netc.grammar.Declaration;
import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.Expression;
import dev.netc.grammar.NearMatch;
import dev.netc.grammar.SourceSpan;
import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Origin;
import dev.netc.ir.Shape;
import dev.netc.ir.TensorType;
import dev.netc.ir.Type;
import dev.netc.ir.TypeException;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out what expressions mean: constants are computed, the rest becomes values of the graph.
 */
final class Elaborator {
  private static final Pattern BRACES = Pattern.compile("\\{(\\w+)}");

  private final Library library;
  private final Parameters parameters;
  private final List<Diagnostic> diagnostics;
  private final boolean training;
  private final Map<Value, SourceSpan> places = new HashMap<>();

  /** The user's calls within which something was wrong. */
  private final Set<SourceSpan> blamed = new HashSet<>();

  private final Statements statements = new Statements(this);
  private final BlockCalls blockCalls = new BlockCalls(this);
  private final Subscripts subscripts = new Subscripts(this);
  private final ScanLoops loops = new ScanLoops(this);

  /**
   * @param training what the constant {@code training} is in this graph
   */
  Elaborator(
      Library library, Parameters parameters, List<Diagnostic> diagnostics, boolean training) {
    this.library = library;
    this.parameters = parameters;
    this.diagnostics = diagnostics;
    this.training = training;
  }

  Library library() {
    return library;
  }

  Parameters parameters() {
    return parameters;
  }

  Statements statements() {
    return statements;
  }

  ScanLoops loops() {
    return loops;
  }

  BlockCalls blockCalls() {
    return blockCalls;
  }

  /**
   * Keeps a mistake, once; one within the standard library is shown at the user's call, where the
   * first tells enough.
   */
  void report(Diagnostic diagnostic) {
    Diagnostic shown = diagnostic;
    for (BlockCall call : blockCalls.calls()) {
      boolean isUsers = !Library.isStandard(call.span());
      if (isUsers && Library.isStandard(shown.span()) && !blamed.add(call.span())) {
        return;
      }
      shown = call.blamed(shown, library.sources());
    }
    if (!diagnostics.contains(shown)) {
      diagnostics.add(shown);
    }
  }

  /** Where the value was made, if an expression made it. */
  Optional<SourceSpan> placeOf(Value value) {
    return Optional.ofNullable(places.get(value));
  }

  /** Remembers that {@code span} made {@code meaning}, so that messages can point there. */
  Meaning made(Meaning meaning, SourceSpan span) {
    if (meaning instanceof Meaning.Tensor(Value value)) {
      Limits.checkSize(value.tensor(), span);
      places.putIfAbsent(value, span);
    }
    return meaning;
  }

  void enter(Frame frame, SourceSpan span) {
    frame.builder().at(new Origin(span.file(), span.startLine(), span.startColumn(), frame.path()));
  }

  /** The meaning of {@code expression}; a mistake in it is reported and gives an unknown. */
  Meaning elaborate(Expression expression, Frame frame) {
    try {
      return meaning(expression, frame);
    } catch (Mistake mistake) {
      report(mistake.diagnostic());
      return new Meaning.Unknown();
    } catch (ArithmeticException overflow) {
      report(Limits.overflow(expression.span()).diagnostic());
      return new Meaning.Unknown();
    }
  }

  /**
   * The meaning of {@code expression}.
   *
   * @throws Mistake if it has none
   */
  Meaning meaning(Expression expression, Frame frame) {
    return switch (expression) {
      case Expression.Name n -> name(n, frame);
      case Expression.IntLiteral i -> new Meaning.Int(Dim.of(i.value()));
      case Expression.FloatLiteral f -> new Meaning.Real(f.value());
      case Expression.StringLiteral s -> new Meaning.Text(s.value());
      case Expression.BoolLiteral b -> new Meaning.Bool(b.value());
      case Expression.Tuple t -> tuple(t.elements(), frame);
      case Expression.ListLiteral l -> tuple(l.elements(), frame);
      case Expression.Comprehension c -> comprehension(c, frame);
      case Expression.Unary u -> arithmetic(frame).unary(u, meaning(u.operand(), frame));
      case Expression.Binary b -> binary(b, frame);
      case Expression.Pipe p -> pipe(p, frame);
      case Expression.Call c -> call(c, List.of(), c.span(), Optional.empty(), frame);
      case Expression.Index i -> subscripts.index(i, frame);
      case Expression.Transposed t -> transposed(t, frame);
      case Expression.WithPath w -> withPath(w, frame);
      case Expression.Member m -> made(new LayerParameters(this).value(m, frame), m.span());
      case Expression.If i -> statements.conditional(i, frame);
      case Expression.Scan s -> loops.value(s, frame);
    };
  }

  private Meaning name(Expression.Name name, Frame frame) {
    Optional<Meaning> variable = frame.variable(name.text());
    if (variable.isPresent()) {
      return variable.get();
    }
    if (name.text().equals("training")) {
      return new Meaning.Bool(training);
    }
    Optional<Meaning> ambient = frame.ambient(name.text());
    if (ambient.isPresent()) {
      return ambient.get();
    }
    Optional<Declaration.Block> block = library.block(name.text());
    if (block.isPresent()) {
      return new Meaning.BlockName(block.get());
    }
    Operator operator = Operators.BY_NAME.get(name.text());
    if (operator != null) {
      return new Meaning.OperatorName(operator);
    }
    Optional<DType> dtype = DType.parse(name.text());
    if (dtype.isPresent()) {
      return new Meaning.ElementType(dtype.get());
    }
    if (name.text().equals("infinity")) {
      return new Meaning.Real(Double.POSITIVE_INFINITY);
    }
    TreeSet<String> known = new TreeSet<>(frame.names());
    known.addAll(library.blockNames());
    known.addAll(Operators.BY_NAME.keySet());
    Mistake mistake =
        Mistake.at(name.span(), "unknown name `" + name.text() + "`", "nothing has this name");
    Optional<String> near = NearMatch.of(name.text(), known);
    throw near.isPresent() ? mistake.withHelp("did you mean `" + near.get() + "`?") : mistake;
  }

  private Meaning tuple(List<Expression> elements, Frame frame) {
    List<Meaning> meanings = elements.stream().map(e -> meaning(e, frame)).toList();
    return meanings.contains(new Meaning.Unknown())
        ? new Meaning.Unknown()
        : new Meaning.Tuple(meanings);
  }

  private Meaning comprehension(Expression.Comprehension c, Frame frame) {
    List<Meaning> results = new ArrayList<>();
    for (Meaning element : iterate(c.source(), frame)) {
      statements.bind(c.target(), element, frame);
      if (c.condition().isEmpty() || condition(c.condition().get(), frame)) {
        results.add(meaning(c.element(), frame));
      }
    }
    return new Meaning.Tuple(results);
  }

  /** The elements that a loop goes over. */
  List<Meaning> iterate(Expression source, Frame frame) {
    if (meaning(source, frame) instanceof Meaning.Tuple(List<Meaning> elements)) {
      return elements;
    }
    throw Mistake.at(
            source.span(), "a loop goes over a list", "this is no list known at compile time")
        .withHelp("`range(n)` is the list 0, 1, ... n - 1");
  }

  /** What a condition is; it is decided while the network is compiled. */
  boolean condition(Expression expression, Frame frame) {
    Meaning meaning = meaning(expression, frame);
    if (meaning instanceof Meaning.Bool(boolean value)) {
      return value;
    }
    Mistake mistake =
        Mistake.at(
            expression.span(),
            "a condition is decided while the network is compiled",
            "this is " + Describe.meaning(meaning));
    throw mistake.withHelp("`select(condition, a, b)` chooses while the network runs");
  }

  private Arithmetic arithmetic(Frame frame) {
    return new Arithmetic(this, frame);
  }

  private Meaning binary(Expression.Binary b, Frame frame) {
    Meaning left = meaning(b.left(), frame);
    if (left instanceof Meaning.Bool(boolean known)
        && (b.operator().equals("and") || b.operator().equals("or"))) {
      return known == b.operator().equals("or") ? left : meaning(b.right(), frame);
    }
    return arithmetic(frame).binary(b, left, meaning(b.right(), frame));
  }

  private Meaning pipe(Expression.Pipe pipe, Frame frame) {
    Meaning value = meaning(pipe.value(), frame);
    Actual first = new Actual(Optional.empty(), value, lastStage(pipe.value()).span());
    return stage(pipe.stage(), first, Optional.empty(), frame);
  }

  private Meaning stage(Expression stage, Actual first, Optional<String> path, Frame frame) {
    return switch (stage) {
      case Expression.Call c -> call(c, List.of(first), c.callee().span(), path, frame);
      case Expression.WithPath w ->
          stage(w.value(), first, Optional.of(path(w.path(), w.span(), frame)), frame);
      default -> apply(meaning(stage, frame), List.of(first), stage.span(), path, frame);
    };
  }

  /** What {@code as "layer{i}"} names: constants between braces stand for their values. */
  String path(String text, SourceSpan span, Frame frame) {
    Matcher braces = BRACES.matcher(text);
    return frame.pathOf(braces.replaceAll(match -> constant(match.group(1), span, frame)));
  }

  private static String constant(String name, SourceSpan span, Frame frame) {
    return switch (frame.variable(name).orElse(null)) {
      case Meaning.Int(Dim dim) when dim.isConstant() -> dim.toString();
      case Meaning.Text(String text) -> Matcher.quoteReplacement(text);
      case null, default ->
          throw Mistake.at(
              span, "a path is known at compile time", "`" + name + "` is no integer and no text");
    };
  }

  private static Expression lastStage(Expression expression) {
    return expression instanceof Expression.Pipe p ? p.stage() : expression;
  }

  private Meaning withPath(Expression.WithPath with, Frame frame) {
    return switch (with.value()) {
      case Expression.Call c ->
          call(c, List.of(), c.span(), Optional.of(path(with.path(), with.span(), frame)), frame);
      case Expression.Pipe p -> {
        Meaning value = meaning(p.value(), frame);
        Actual first = new Actual(Optional.empty(), value, lastStage(p.value()).span());
        yield stage(p.stage(), first, Optional.of(path(with.path(), with.span(), frame)), frame);
      }
      default ->
          throw Mistake.at(with.span(), "`as` names the path of a layer", "this calls no layer");
    };
  }

  private Meaning call(
      Expression.Call call,
      List<Actual> first,
      SourceSpan span,
      Optional<String> path,
      Frame frame) {
    Meaning callee = meaning(call.callee(), frame);
    List<Actual> actuals = new ArrayList<>(first);
    for (Expression.Argument argument : call.arguments()) {
      Meaning value = meaning(argument.value(), frame);
      actuals.add(new Actual(argument.name(), value, lastStage(argument.value()).span()));
    }
    return apply(callee, actuals, span, path, frame);
  }

  /** Calls {@code callee}. */
  Meaning apply(
      Meaning callee, List<Actual> actuals, SourceSpan span, Optional<String> path, Frame frame) {
    if (callee instanceof Meaning.Unknown
        || actuals.stream().anyMatch(a -> a.value() instanceof Meaning.Unknown)) {
      return new Meaning.Unknown();
    }
    enter(frame, span);
    try {
      return switch (callee) {
        case Meaning.BlockName(Declaration.Block block) ->
            made(blockCalls.call(block, actuals, span, path, frame), span);
        case Meaning.Layer layer -> made(blockCalls.call(layer, actuals, span, frame), span);
        case Meaning.OperatorName(Operator operator) -> {
          Map<String, Actual> bound = Binding.operator(operator, actuals, span);
          yield made(operator.meaning().apply(new Arguments(operator, bound, span, frame)), span);
        }
        default ->
            throw Mistake.at(span, "this cannot be called", "it is " + Describe.meaning(callee));
      };
    } catch (TypeException e) {
      throw Mistake.at(span, "shapes do not fit", e.getMessage());
    }
  }

  private Meaning transposed(Expression.Transposed t, Frame frame) {
    Meaning meaning = meaning(t.value(), frame);
    if (meaning instanceof Meaning.Unknown) {
      return meaning;
    }
    if (!(meaning instanceof Meaning.Tensor(Value x)) || x.shape().rank() < 2) {
      throw Mistake.at(
          t.span(), "`^T` exchanges the last two axes", "this is " + Describe.meaning(meaning));
    }
    List<Integer> permutation = new ArrayList<>();
    int rank = x.shape().rank();
    for (int i = 0; i < rank; i++) {
      permutation.add(i < rank - 2 ? i : 2 * rank - 3 - i);
    }
    enter(frame, t.span());
    return made(
        new Meaning.Tensor(new Lifting(frame.builder()).expressions().transpose(x, permutation)),
        t.span());
  }

  /** The values that a meaning consists of. */
  static List<Value> values(Meaning meaning) {
    return switch (meaning) {
      case Meaning.Tensor(Value value) -> List.of(value);
      case Meaning.Tuple(List<Meaning> elements) ->
          elements.stream().flatMap(e -> values(e).stream()).toList();
      default -> List.of();
    };
  }

  /** The tensors of a value that is one or several. */
  static boolean isTuple(Value value) {
    return value.type() instanceof Type.Tuple;
  }

  /** The type that syntax names, where every dim is known. */
  TensorType type(dev.netc.grammar.TypeSyntax syntax, Frame frame) {
    DType dtype =
        DType.parse(syntax.name())
            .orElseThrow(
                () ->
                    Mistake.at(
                            syntax.span(),
                            "unknown element type `" + syntax.name() + "`",
                            "not a type of tensors")
                        .withHelp("the element types are f32, f64, i32, i64 and bool"));
    List<Dim> dims = new ArrayList<>();
    for (Expression dim : syntax.dims()) {
      if (meaning(dim, frame) instanceof Meaning.Int(Dim extent)) {
        if (extent.isConstant() && extent.constant() < 1) {
          throw Mistake.at(dim.span(), "an extent is at least 1", "this is " + extent);
        }
        dims.add(extent);
      } else {
        throw Mistake.at(dim.span(), "an extent is an integer", "this is none");
      }
    }
    TensorType type = new TensorType(dtype, new Shape(dims));
    Limits.checkSize(type, syntax.span());
    return type;
  }
}
