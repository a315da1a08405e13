package dev.netc.frontend;

import dev.netc.ir.GraphBuilder;
import dev.netc.ir.Leaf;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  }

  private final GraphBuilder builder;
  private final String path;
  private final boolean isFunction;
  private final Map<String, Meaning> ambient;
  private final Optional<Frame> parent;
  private final Places places;
  private final Map<String, Meaning> variables = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<Capture, Value> captures = new LinkedHashMap<>();
  private final Map<String, Value> updates = new LinkedHashMap<>();
  private final Map<String, String> states = new HashMap<>();

  private Frame(
      GraphBuilder builder,
      String path,
      boolean isFunction,
      Map<String, Meaning> ambient,
      Optional<Frame> parent) {
    this.builder = builder;
    this.path = path;
    this.isFunction = isFunction;
    this.ambient = ambient;
    this.parent = parent;
    this.places = parent.map(p -> p.places).orElseGet(Places::new);
  }

  /** The frame of a whole graph. */
  static Frame graph(GraphBuilder builder, Map<String, Meaning> ambient) {
    return new Frame(builder, "", false, new HashMap<>(ambient), Optional.empty());
  }

  /** The frame of a block that becomes a function of its own. */
  Frame function(String name, String instance) {
    return new Frame(new GraphBuilder(name), instance, true, Map.of(), Optional.of(this));
  }

  /** The frame of a block elaborated in place, in this frame's graph. */
  Frame inline(Map<String, Meaning> more) {
    Map<String, Meaning> names = new HashMap<>(ambient);
    names.putAll(more);
    return new Frame(builder, path, false, names, Optional.of(this));
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

  boolean isFunction() {
    return isFunction;
  }

  /** Whether this body is elaborated within another's graph, as optimisers are. */
  boolean isInline() {
    return !isFunction && parent.isPresent();
  }

  Map<String, Meaning> variables() {
    return variables;
  }

  /** The constants in scope, for an initialiser that is elaborated later. */
  Map<String, Meaning> constants() {
    Map<String, Meaning> constants = new LinkedHashMap<>(variables);
    constants.values().removeIf(m -> m instanceof Meaning.Tensor || m instanceof Meaning.Unknown);
    return constants;
  }

  /** The path of something in this layer. */
  String pathOf(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** The name of the next unnamed call of {@code block}: {@code conv2d_1}. */
  String number(String block) {
    return block + "_" + counts.merge(block, 1, Integer::sum);
  }

  /** The value of a parameter in this frame's graph. */
  Value parameter(String fullPath, TensorType type, Leaf.ParameterKind kind) {
    if (isFunction) {
      return captures.computeIfAbsent(
          new Capture.Parameter(fullPath, type, kind), c -> builder.input(fullPath, type));
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
    if (isFunction && outer.isPresent() && outer.get() instanceof Meaning.Tensor(Value value)) {
      Value input =
          captures.computeIfAbsent(
              new Capture.Ambient(name), c -> builder.input("ambient." + name, value.tensor()));
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
