package dev.netc.codegen;

import dev.netc.ir.Graph;
import dev.netc.passes.Pipeline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The class of a network, and what it is to have beside the graph that it runs. Each method gives
 * this object, so that calls can be chained.
 */
public final class NetworkClass {
  private Graph graph;
  private final String packageName;
  private final String simpleName;
  private Pipeline passes = Pipeline.standard();
  private Optional<String> text = Optional.empty();
  private Optional<String> weights = Optional.empty();
  private Optional<Graph> initializer = Optional.empty();
  private Optional<TrainingGraphs> training = Optional.empty();
  private boolean hasEvents;

  /**
   * @param packageName may be empty
   */
  public NetworkClass(Graph graph, String packageName, String simpleName) {
    this.graph = graph;
    this.packageName = packageName;
    this.simpleName = simpleName;
  }

  /** Other passes than the standard ones. */
  public NetworkClass passes(Pipeline passes) {
    this.passes = passes;
    return this;
  }

  /** The graph after passes in place of the one before, which none are to follow. */
  public NetworkClass lowered(Graph graph) {
    this.graph = graph;
    return passes(Pipeline.parse(""));
  }

  /** The graph that the class runs. */
  public Graph graph() {
    return graph;
  }

  /** Shows the text of the {@code .net} file in the documentation of the class. */
  public NetworkClass text(String net) {
    text = Optional.of(net);
    return this;
  }

  /**
   * Lets {@code fromResource()} read the weights that lie beside the class: {@code
   * digits.safetensors} for a network of {@code digits.net}.
   */
  public NetworkClass weightsBeside(Path net) {
    String file = net.getFileName().toString();
    int end = file.lastIndexOf('.');
    weights = Optional.of((end < 0 ? file : file.substring(0, end)) + ".safetensors");
    return this;
  }

  /**
   * Lets {@code initialize(seed)} draw fresh parameters.
   *
   * @param initializer from the scalar i64 {@code seed} to an output for each parameter, named by
   *     its path
   */
  public NetworkClass initializer(Graph initializer) {
    this.initializer = Optional.of(initializer);
    return this;
  }

  /**
   * Adds {@code train(seed, steps)} and the class {@code Trainer}, which runs the class that {@link
   * #stepClass} names; that class is made of the step with {@link Compiler#source}. An initialiser
   * is needed, too.
   */
  public NetworkClass training(TrainingGraphs graphs) {
    this.training = Optional.of(graphs);
    return this;
  }

  /** Tells the JDK Flight Recorder of each kernel. */
  public NetworkClass events() {
    this.hasEvents = true;
    return this;
  }

  /** What the class of a network's training step is called. */
  public static String stepClass(String simpleName) {
    return simpleName + "Step";
  }

  /**
   * The source text.
   *
   * @throws CodegenException if the graph has something that is not compiled, such as calls that no
   *     pass has inlined
   */
  public String source() {
    return new NetworkEmitter(plan(), packageName, simpleName).source(this);
  }

  KernelPlan plan() {
    return new KernelPlan(passes.run(graph));
  }

  Optional<String> text() {
    return text;
  }

  Optional<String> weights() {
    return weights;
  }

  /** What the parameters of the network start as, and those of the step. */
  Optional<FirstValues> initializer() {
    List<Graph> networks = new ArrayList<>(List.of(graph));
    training.ifPresent(t -> networks.add(t.step()));
    return initializer.map(start -> new FirstValues(start, networks));
  }

  boolean hasEvents() {
    return hasEvents;
  }

  Optional<TrainingGraphs> training() {
    return training;
  }
}
