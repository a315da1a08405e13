package dev.netc.frontend;

import dev.netc.grammar.Declaration;
import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.Expression;
import dev.netc.grammar.SourceSpan;
import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Expressions;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the graphs of one network. */
final class NetworkCompiler {
  /** The step of the draws that initialise parameters: no training step has it. */
  private static final long BEFORE_TRAINING = -1;

  private final Library library;
  private final Declaration.Network network;
  private final Optional<Declaration.Training> training;
  private final List<Diagnostic> diagnostics;
  private final String path;
  private final Parameters parameters;

  /**
   * @param path where its parameters are: nothing, or its name where it is one of several networks
   *     that are trained together
   */
  NetworkCompiler(
      Library library,
      Declaration.Network network,
      Optional<Declaration.Training> training,
      String path,
      Map<String, LowRank> lowRanks,
      List<Diagnostic> diagnostics) {
    this.library = library;
    this.network = network;
    this.training = training;
    this.path = path;
    this.parameters = new Parameters(lowRanks);
    this.diagnostics = diagnostics;
  }

  /**
   * @throws Mistake if a mistake leaves nothing to go on with
   */
  CompiledNetwork compile() {
    Elaborator elaborator = elaborator(false);
    GraphBuilder builder = new GraphBuilder(network.name() + ".forward");
    Frame frame = Frame.graph(builder, Map.of(), path);
    body(elaborator, frame);
    if (failed()) {
      throw diagnosed();
    }
    outputs(frame);
    return new CompiledNetwork(
        network.name(),
        network.doc(),
        builder.build(),
        initialize(),
        training.map(t -> new TrainingCompiler(this, t).compile()));
  }

  Elaborator elaborator(boolean inTraining) {
    return new Elaborator(library, parameters, diagnostics, inTraining);
  }

  Library library() {
    return library;
  }

  Declaration.Network network() {
    return network;
  }

  boolean failed() {
    return diagnostics.stream().anyMatch(Diagnostic::isError);
  }

  /**
   * The last error again, to end the compilation of this network; reporting it twice is no harm.
   */
  Mistake diagnosed() {
    return new Mistake(diagnostics.stream().filter(Diagnostic::isError).toList().getLast());
  }

  /** Declares the inputs, runs the body, and checks that every result is there. */
  void body(Elaborator elaborator, Frame frame) {
    inputs(elaborator, network.formals(), frame);
    elaborator.statements().body(network.body(), frame);
    for (Declaration.NamedType result : network.results()) {
      Meaning meaning = frame.variables().get(result.name());
      if (meaning == null) {
        elaborator.report(
            Diagnostic.error(
                "the result `" + result.name() + "` is never assigned",
                result.span(),
                "declared here"));
      } else if (!(meaning instanceof Meaning.Unknown)) {
        checkResult(elaborator, result, meaning, frame);
      }
    }
  }

  private static void checkResult(
      Elaborator elaborator, Declaration.NamedType result, Meaning meaning, Frame frame) {
    try {
      TensorType type = elaborator.type(result.type(), frame);
      if (!(meaning instanceof Meaning.Tensor(Value value)) || !value.type().equals(type)) {
        Diagnostic wrong =
            Diagnostic.error(
                "the result `" + result.name() + "` is not what the network says",
                result.span(),
                "declared as " + type + ", its value is " + Describe.meaning(meaning));
        for (Value v : Elaborator.values(meaning)) {
          Optional<SourceSpan> place = elaborator.placeOf(v);
          if (place.isPresent()) {
            wrong = wrong.withNote(place.get(), "gives " + v.type());
          }
        }
        elaborator.report(wrong);
      }
    } catch (Mistake mistake) {
      elaborator.report(mistake.diagnostic());
    }
  }

  /** Declares tensors as inputs of the graph, and constants at their defaults. */
  static void inputs(Elaborator elaborator, List<Declaration.Formal> formals, Frame frame) {
    for (Declaration.Formal formal : formals) {
      frame.variables().put(formal.name(), new Meaning.Unknown());
      try {
        frame.variables().put(formal.name(), input(elaborator, formal, frame));
      } catch (Mistake mistake) {
        elaborator.report(mistake.diagnostic());
      }
    }
  }

  private static Meaning input(Elaborator elaborator, Declaration.Formal formal, Frame frame) {
    if (formal.initial().isPresent()) {
      return elaborator.meaning(formal.initial().get(), frame);
    }
    for (Expression dim : formal.type().dims()) {
      if (dim instanceof Expression.Name name) {
        frame.variables().computeIfAbsent(name.text(), n -> new Meaning.Int(Dim.symbol(n)));
      }
    }
    TensorType type = elaborator.type(formal.type(), frame);
    elaborator.enter(frame, formal.span());
    return elaborator.made(
        new Meaning.Tensor(frame.builder().input(formal.name(), type)), formal.span());
  }

  private void outputs(Frame frame) {
    for (Declaration.NamedType result : network.results()) {
      Value value = Elaborator.values(frame.variables().get(result.name())).getFirst();
      frame.builder().output(result.name(), value);
    }
  }

  /** The graph that draws the parameters declared so far. */
  Graph initialize() {
    return initialize(network.name(), parameters, elaborator(false));
  }

  /** The graph that draws parameters. */
  static Graph initialize(String name, Parameters parameters, Elaborator elaborator) {
    GraphBuilder builder = new GraphBuilder(name + ".initialize");
    Value seed = builder.input("seed", TensorType.scalar(DType.I64));
    Value step = new Expressions(builder).constant(DType.I64, BEFORE_TRAINING);
    Frame root =
        Frame.graph(
            builder, Map.of("seed", new Meaning.Tensor(seed), "step", new Meaning.Tensor(step)));
    for (Parameters.Entry entry : parameters.entries()) {
      List<Meaning> dims =
          entry.type().shape().dims().stream().map(d -> (Meaning) new Meaning.Int(d)).toList();
      Frame frame = root.inline(Map.of("shape", new Meaning.Tuple(dims)));
      frame.variables().putAll(entry.constants());
      Meaning meaning = elaborator.elaborate(entry.initial(), frame);
      if (!(meaning instanceof Meaning.Unknown)) {
        SourceSpan span = entry.initial().span();
        builder.output(
            entry.path(), elaborator.statements().tensor(meaning, entry.type(), span, frame));
      }
    }
    return builder.build();
  }
}
