package dev.netc.frontend;

import dev.netc.ir.Elementwise;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Leaf;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What surrounds the statements of one body: the graph being built, the names in scope, the path of
 * the layer. A frame that builds a function's body takes the parameters it needs as further inputs
 * and has its caller pass them.
 */
final class Frame {
  /** What a function takes besides its arguments. */
  sealed interface Capture {
    record Parameter(String path, TensorType type, Leaf.ParameterKind kind) implements Capture {}

    /** A value such as {@code step} that is the same everywhere in a graph. */
    record Ambient(String name) implements Capture {}

    /** A value of the body around a loop. */
    record Outer(Value value) implements Capture {}
  }

  /** What a frame's statements make. */
  private enum Kind {
    GRAPH,
    FUNCTION,
    /** The body of a loop, a function that sees the variables around it. */
    LOOP,
    INLINE
  }

  /** No name of a source has a space. */
  private static final String SCHEDULE = "path of the schedule";

  private final GraphBuilder builder;
  private final String path;
  private final Kind kind;
  private final Map<String, Meaning> ambient;
  private final Optional<Frame> parent;
  private final Places places;

  /** The states of schedules, which belong to no layer. */
  private final Parameters schedules;

  private final Map<String, Meaning> variables = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<Capture, Value> captures = new LinkedHashMap<>();
  private final Set<String> inputNames = new HashSet<>();
  private final Map<String, Value> updates = new LinkedHashMap<>();
  private final Map<String, String> states = new HashMap<>();

  private Frame(
      GraphBuilder builder,
      String path,
      Kind kind,
      Map<String, Meaning> ambient,
      Optional<Frame> parent) {
    this.builder = builder;
    this.path = path;
    this.kind = kind;
    this.ambient = ambient;
    this.parent = parent;
    this.places = parent.map(p -> p.places).orElseGet(Places::new);
    this.schedules = parent.map(p -> p.schedules).orElseGet(Parameters::new);
  }

  /** The frame of a whole graph. */
  static Frame graph(GraphBuilder builder, Map<String, Meaning> ambient) {
    return graph(builder, ambient, "");
  }

  /** The frame of a whole graph, all of whose parameters are below {@code path}. */
  static Frame graph(GraphBuilder builder, Map<String, Meaning> ambient, String path) {
    return new Frame(builder, path, Kind.GRAPH, new HashMap<>(ambient), Optional.empty());
  }

  /**
   * A frame of the same graph, with the same names everywhere, in which parameters and states are
   * what this one's updates make of them. No gradient flows to how they were made.
   */
  Frame afterUpdates() {
    Frame next = graph(builder, ambient, path);
    captures.forEach(
        (capture, value) -> {
          Value after =
              capture instanceof Capture.Parameter p
                  ? updates.getOrDefault(p.path(), value)
                  : value;
          boolean isNew = !after.equals(value) && after.dtype().isFloat();
          next.captures.put(
              capture, isNew ? builder.add(new Elementwise.StopGradient(after)) : after);
        });
    return next;
  }

  /** The frame of a block that becomes a function of its own. */
  Frame function(String name, String instance) {
    return new Frame(new GraphBuilder(name), instance, Kind.FUNCTION, Map.of(), Optional.of(this));
  }

  /** The frame of a loop's body, which belongs to the same layer. */
  Frame loop(String name) {
    return new Frame(new GraphBuilder(name), path, Kind.LOOP, Map.of(), Optional.of(this));
  }

  /** The frame of a block elaborated in place, in this frame's graph. */
  Frame inline(Map<String, Meaning> more) {
    Map<String, Meaning> names = new HashMap<>(ambient);
    names.putAll(more);
    return new Frame(builder, path, Kind.INLINE, names, Optional.of(this));
  }

  GraphBuilder builder() {
    return builder;
  }

  String path() {
    return path;
  }

  Places places() {
    return places;
  }

  Parameters schedules() {
    return schedules;
  }

  /** The frame of a schedule, elaborated in place, that may have states below {@code path}. */
  Frame schedule(String schedulePath) {
    return inline(Map.of(SCHEDULE, new Meaning.Text(schedulePath)));
  }

  /** Where a schedule keeps its states, if this is one. */
  Optional<String> schedulePath() {
    return isInline() && ambient.get(SCHEDULE) instanceof Meaning.Text(String place)
        ? Optional.of(place)
        : Optional.empty();
  }

  boolean isFunction() {
    return kind == Kind.FUNCTION;
  }

  boolean isLoop() {
    return kind == Kind.LOOP;
  }

  /** Whether the body has a graph of its own, whose caller passes what it needs. */
  private boolean hasCaller() {
    return isFunction() || isLoop();
  }

  /** Whether this body is elaborated within another's graph, as optimisers are. */
  boolean isInline() {
    return kind == Kind.INLINE;
  }

  /** What {@code name} means as a variable of this body, or for a loop of one around it. */
  Optional<Meaning> variable(String name) {
    if (variables.containsKey(name) || !isLoop()) {
      return Optional.ofNullable(variables.get(name));
    }
    return parent.orElseThrow().variable(name).map(meaning -> inside(name, meaning));
  }

  /** Whether {@code name} is a variable here. */
  boolean knows(String name) {
    return variables.containsKey(name) || (isLoop() && parent.orElseThrow().knows(name));
  }

  /** The names of the variables here. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(variables.keySet());
    if (isLoop()) {
      names.addAll(parent.orElseThrow().names());
    }
    return names;
  }

  /** What the caller knows as {@code meaning}, in this loop's graph. */
  private Meaning inside(String name, Meaning meaning) {
    return switch (meaning) {
      case Meaning.Tensor(Value value) ->
          new Meaning.Tensor(
              captures.computeIfAbsent(
                  new Capture.Outer(value), c -> builder.input(freshInput(name), value.tensor())));
      case Meaning.Tuple(List<Meaning> elements) ->
          new Meaning.Tuple(elements.stream().map(e -> inside(name, e)).toList());
      default -> meaning;
    };
  }

  /** A name that no input of this graph has yet. */
  String freshInput(String name) {
    String fresh = name;
    for (int n = 2; !inputNames.add(fresh); n++) {
      fresh = name + "." + n;
    }
    return fresh;
  }

  Map<String, Meaning> variables() {
    return variables;
  }

  /** The constants in scope, for an initialiser that is elaborated later. */
  Map<String, Meaning> constants() {
    Map<String, Meaning> constants = new LinkedHashMap<>();
    if (isLoop()) {
      constants.putAll(parent.orElseThrow().constants());
    }
    constants.putAll(variables);
    constants.values().removeIf(m -> m instanceof Meaning.Tensor || m instanceof Meaning.Unknown);
    return constants;
  }

  /** The path of something in this layer; without a name that of the layer itself. */
  String pathOf(String name) {
    if (name.isEmpty()) {
      return path;
    }
    return path.isEmpty() ? name : path + "." + name;
  }

  /** The name of the next unnamed call of {@code block}: {@code conv2d_1}. */
  String number(String block) {
    return isLoop()
        ? parent.orElseThrow().number(block)
        : block + "_" + counts.merge(block, 1, Integer::sum);
  }

  /** The value of a parameter in this frame's graph. */
  Value parameter(String fullPath, TensorType type, Leaf.ParameterKind kind) {
    if (hasCaller()) {
      return captures.computeIfAbsent(
          new Capture.Parameter(fullPath, type, kind),
          c -> builder.input(freshInput(fullPath), type));
    }
    if (parent.isPresent()) {
      return parent.get().parameter(fullPath, type, kind);
    }
    return captures.computeIfAbsent(
        new Capture.Parameter(fullPath, type, kind), c -> builder.parameter(fullPath, type, kind));
  }

  /** What {@code name} means everywhere in this graph, such as {@code step} in a training step. */
  Optional<Meaning> ambient(String name) {
    if (ambient.containsKey(name)) {
      return Optional.of(ambient.get(name));
    }
    if (parent.isEmpty()) {
      return Optional.empty();
    }
    Optional<Meaning> outer = parent.get().ambient(name);
    if (hasCaller() && outer.isPresent() && outer.get() instanceof Meaning.Tensor(Value value)) {
      Value input =
          captures.computeIfAbsent(
              new Capture.Ambient(name),
              c -> builder.input(freshInput("ambient." + name), value.tensor()));
      return Optional.of(new Meaning.Tensor(input));
    }
    return outer;
  }

  /** Lets {@code name} mean {@code meaning} everywhere in this graph. */
  void provide(String name, Meaning meaning) {
    ambient.put(name, meaning);
  }

  /** The parameters and states of this graph, by path. */
  Map<String, Value> parameterValues() {
    return parameterValues(Leaf.ParameterKind.PARAM, Leaf.ParameterKind.STATE);
  }

  /** The parameters of this graph that are learned, by path. */
  Map<String, Value> trainable() {
    return parameterValues(Leaf.ParameterKind.PARAM);
  }

  private Map<String, Value> parameterValues(Leaf.ParameterKind... kinds) {
    Map<String, Value> values = new LinkedHashMap<>();
    captures.forEach(
        (capture, value) -> {
          if (capture instanceof Capture.Parameter p && List.of(kinds).contains(p.kind())) {
            values.put(p.path(), value);
          }
        });
    return values;
  }

  /** What the caller of this function has to pass after its arguments. */
  List<Capture> captures() {
    return new ArrayList<>(captures.keySet());
  }

  /** Remembers that the variable {@code name} is the state kept at {@code fullPath}. */
  void state(String name, String fullPath) {
    states.put(name, fullPath);
  }

  Optional<String> statePath(String name) {
    return Optional.ofNullable(states.get(name));
  }

  /** Lets the parameter at {@code fullPath} become {@code value} when the graph has run. */
  void update(String fullPath, Value value) {
    if (isInline()) {
      parent.orElseThrow().update(fullPath, value);
    } else {
      updates.put(fullPath, value);
    }
  }

  Map<String, Value> updates() {
    return updates;
  }
}
