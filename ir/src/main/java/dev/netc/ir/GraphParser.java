package dev.netc.ir;

import dev.netc.ir.GraphTokens.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text that {@link GraphText} prints. Values are numbered anew, in the order in which
 * they stand; equal operations stay separate values, and ones that nobody uses stay, so that a text
 * can show what a pass is to remove.
 *
 * <pre>{@code
 * graph G(%x: f32[N, 3]) {
 *   param %w: f32[4, 3]
 *   %3 = matmul %x, %w { transpose_b } : f32[N, 4]  // g.net:3:9 in layer
 *   return y = %3
 * }
 * }</pre>
 */
public final class GraphParser {
  private static final Pattern ORIGIN = Pattern.compile("(.+):(\\d+):(\\d+)(?: in (.*))?");

  private final GraphTokens tokens;
  private final TypeParser types;
  private final Map<String, Integer> starts = new HashMap<>();
  private final Map<String, Integer> ends = new HashMap<>();
  private final Map<String, Optional<Function>> functions = new HashMap<>();

  private GraphParser(GraphTokens tokens) {
    this.tokens = tokens;
    this.types = new TypeParser(tokens);
  }

  /**
   * The graph that {@code text} shows.
   *
   * @throws GraphParseException if it is no graph, or one whose written types are not those that
   *     its operators give
   */
  public static Graph parse(String text) {
    GraphParser parser = new GraphParser(new GraphTokens(text));
    parser.findFunctions();
    parser.tokens.moveTo(0);
    parser.tokens.expect("graph");
    Graph graph = parser.new Body().read(parser.name());
    parser.functions();
    return graph;
  }

  /** Notes where each function starts, so that it can be called before it stands. */
  private void findFunctions() {
    int depth = 0;
    for (int start = 0; !tokens.at(Kind.END); tokens.next()) {
      depth += tokens.at("{") ? 1 : tokens.at("}") ? -1 : 0;
      if (depth == 0 && kindHere().isPresent()) {
        start = tokens.position();
      } else if (depth == 0 && tokens.at(Kind.FUNCTION) && tokens.position() == start + 1) {
        String symbol = tokens.peek().text();
        if (starts.putIfAbsent(symbol, start) != null) {
          throw new GraphParseException(tokens.peek().line(), "there are two functions @" + symbol);
        }
      }
    }
  }

  /** Reads what stands after the graph, called or not. */
  private void functions() {
    while (!tokens.at(Kind.END)) {
      if (kindHere().isEmpty()) {
        throw tokens.expected("`block`, `kernel`, `loop` or the end of the text");
      }
      tokens.next();
      String symbol = tokens.expect(Kind.FUNCTION);
      function(symbol);
      tokens.moveTo(ends.getOrDefault(symbol, tokens.position()));
    }
  }

  private Function function(String symbol) {
    Optional<Function> known = functions.get(symbol);
    if (known != null) {
      return known.orElseThrow(
          () -> new GraphParseException(tokens.line(), "@" + symbol + " calls itself"));
    }
    Integer start = starts.get(symbol);
    if (start == null) {
      throw new GraphParseException(tokens.line(), "there is no function @" + symbol);
    }
    functions.put(symbol, Optional.empty());
    int back = tokens.position();
    tokens.moveTo(start);
    Function.Kind kind =
        kindHere().orElseThrow(() -> tokens.expected("`block`, `kernel` or `loop`"));
    tokens.next();
    tokens.expect(Kind.FUNCTION);
    String name = symbol.replaceFirst("\\.\\d+$", "");
    name = tokens.at(Kind.STRING) ? tokens.next().text() : name;
    String bodyName = tokens.at(Kind.STRING) ? tokens.next().text() : name;
    int line = tokens.line();
    Optional<Function> gradient =
        tokens.accept("gradient")
            ? Optional.of(function(tokens.expect(Kind.FUNCTION)))
            : Optional.empty();
    Graph body = new Body().read(bodyName);
    ends.put(symbol, tokens.position());
    tokens.moveTo(back);
    if (!body.parameters().isEmpty() || !body.updates().isEmpty()) {
      throw new GraphParseException(line, "@" + symbol + " has parameters or updates of its own");
    }
    try {
      Function function = new Function(name, kind, body, gradient);
      functions.put(symbol, Optional.of(function));
      return function;
    } catch (IllegalArgumentException e) {
      throw new GraphParseException(line, e.getMessage());
    }
  }

  /** The kind of function that the word at the cursor announces. */
  private Optional<Function.Kind> kindHere() {
    return Arrays.stream(Function.Kind.values())
        .filter(kind -> tokens.at(kind.toString()))
        .findFirst();
  }

  private String name() {
    return tokens.at(Kind.STRING) ? tokens.next().text() : tokens.expect(Kind.NAME);
  }

  /** One graph or function, from its inputs to its closing brace. */
  private final class Body {
    private final Map<String, Value> byName = new HashMap<>();
    private final List<Value> values = new ArrayList<>();

    Graph read(String name) {
      List<Value> inputs =
          types.list("(", () -> declaration((own, type) -> new Leaf.Input(own, type), false), ")");
      tokens.expect("{");
      List<Value> parameters = new ArrayList<>();
      while (tokens.at("param") || tokens.at("state")) {
        Leaf.ParameterKind kind =
            tokens.accept("param") ? Leaf.ParameterKind.PARAM : Leaf.ParameterKind.STATE;
        tokens.accept("state");
        parameters.add(declaration((own, type) -> new Leaf.Parameter(own, type, kind), true));
      }
      List<Graph.Update> updates = new ArrayList<>();
      while (tokens.at(Kind.VALUE)) {
        statement(updates);
      }
      if (!tokens.at("return")) {
        throw tokens.expected("a value or `return`");
      }
      tokens.next();
      List<Graph.Output> outputs = new ArrayList<>();
      if (!tokens.at("}")) {
        do {
          String output = GraphParser.this.name();
          tokens.expect("=");
          outputs.add(new Graph.Output(output, value()));
        } while (tokens.accept(","));
      }
      tokens.expect("}");
      return new Graph(name, inputs, parameters, outputs, updates, values);
    }

    private Value declaration(
        java.util.function.BiFunction<String, TensorType, Op> leaf, boolean withOrigin) {
      String name = tokens.expect(Kind.VALUE);
      int line = tokens.line();
      String own = tokens.at(Kind.STRING) ? tokens.next().text() : name;
      tokens.expect(":");
      TensorType type = types.tensor();
      return define(line, name, leaf.apply(own, type), type, withOrigin);
    }

    private void statement(List<Graph.Update> updates) {
      String name = tokens.expect(Kind.VALUE);
      int line = tokens.line();
      if (tokens.accept("<-")) {
        tokens.moveTo(tokens.position() - 2);
        Value parameter = value();
        tokens.expect("<-");
        updates.add(update(line, parameter, value()));
        return;
      }
      if (!tokens.accept("=")) {
        throw tokens.expected("`=` or `<-`");
      }
      operation(line, name);
    }

    private Graph.Update update(int line, Value parameter, Value value) {
      if (!(parameter.op() instanceof Leaf.Parameter)) {
        throw new GraphParseException(line, "expected a parameter before `<-`");
      }
      try {
        return new Graph.Update(parameter, value);
      } catch (TypeException e) {
        throw new GraphParseException(line, e.getMessage());
      }
    }

    private void operation(int line, String name) {
      String operator = tokens.at(Kind.NAME) ? tokens.peek().text() : "";
      switch (operator) {
        case "constant" -> {
          tokens.next();
          double number = Attributes.number(tokens);
          DType dtype = scalar().dtype();
          if (!dtype.isFloat() && number != Math.rint(number)) {
            throw new GraphParseException(line, number + " is no constant of type " + dtype);
          }
          define(line, name, new Leaf.Constant(dtype, number), TensorType.scalar(dtype), true);
        }
        case "size" -> {
          tokens.next();
          Dim dim = types.dim();
          TensorType type = scalar();
          define(line, name, new Leaf.DimSize(dim, type.dtype()), type, true);
        }
        case "call" -> {
          tokens.next();
          Function function = function(tokens.expect(Kind.FUNCTION));
          List<Value> arguments = operands();
          Attributes attributes = Attributes.read(tokens);
          String instance = attributes.text("instance");
          attributes.finish(operator);
          tokens.expect(":");
          define(line, name, new Calls.Call(function, arguments, instance), types.type(), true);
        }
        case "scan" -> {
          tokens.next();
          Function body = function(tokens.expect(Kind.FUNCTION));
          List<Value> operands = operands();
          Attributes attributes = Attributes.read(tokens);
          Op scan = scan(line, body, operands, attributes);
          attributes.finish(operator);
          tokens.expect(":");
          define(line, name, scan, types.type(), true);
        }
        default -> {
          if (!OperatorParser.knows(operator)) {
            throw tokens.expected("an operator");
          }
          tokens.next();
          List<Value> operands = operands();
          Attributes attributes = Attributes.read(tokens);
          tokens.expect(":");
          Type type = types.type();
          Op op = OperatorParser.read(line, operator, operands, attributes, type);
          define(line, name, op, type, true);
        }
      }
    }

    private static Scan scan(int line, Function body, List<Value> operands, Attributes a) {
      try {
        return new Scan(
            body,
            operands,
            a.integer("carries"),
            a.integer("sequences"),
            a.dims("trips").getFirst(),
            a.flag("reversed"),
            a.flag("recomputed"));
      } catch (TypeException e) {
        throw new GraphParseException(line, e.getMessage());
      }
    }

    private TensorType scalar() {
      tokens.expect(":");
      GraphTokens.Token token = tokens.peek();
      TensorType type = types.tensor();
      if (!type.shape().isScalar()) {
        throw new GraphParseException(token.line(), "expected the type of a scalar, found " + type);
      }
      return type;
    }

    private List<Value> operands() {
      List<Value> operands = new ArrayList<>();
      if (tokens.at(Kind.VALUE)) {
        do {
          operands.add(value());
        } while (tokens.accept(","));
      }
      return operands;
    }

    private Value value() {
      String name = tokens.expect(Kind.VALUE);
      Value value = byName.get(name);
      if (value == null) {
        throw new GraphParseException(tokens.line(), "there is no value %" + name + " before this");
      }
      return value;
    }

    private Value define(int line, String name, Op op, Type written, boolean withOrigin) {
      Type type;
      try {
        type = op.infer();
      } catch (TypeException e) {
        throw new GraphParseException(line, e.getMessage());
      }
      if (!type.equals(written)) {
        throw new GraphParseException(
            line, "%" + name + " is written as " + written + ", but is " + type);
      }
      Origin origin = withOrigin ? origin(tokens.comment()) : Origin.UNKNOWN;
      Value value = new Value(values.size() + 1, op, type, origin);
      if (byName.putIfAbsent(name, value) != null) {
        throw new GraphParseException(line, "there are two values %" + name);
      }
      values.add(value);
      return value;
    }

    private static Origin origin(String comment) {
      Matcher m = ORIGIN.matcher(comment);
      if (!m.matches()) {
        return Origin.UNKNOWN;
      }
      String scope = m.group(4) == null ? "" : m.group(4);
      return new Origin(
          m.group(1), Integer.parseInt(m.group(2)), Integer.parseInt(m.group(3)), scope);
    }
  }
}
