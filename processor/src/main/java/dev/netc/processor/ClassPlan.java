package dev.netc.processor;

import dev.netc.codegen.ClassNames;
import dev.netc.codegen.NetworkClass;
import dev.netc.grammar.Declaration;
import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.NearMatch;
import dev.netc.passes.Pipeline;
import dev.netc.passes.PipelineException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Decides which classes an annotation becomes. What cannot be a class is a mistake. */
final class ClassPlan {
  private static final String CLASS_NAME = "className";
  private static final String NETWORK = "network";
  private static final String PASSES = "passes";
  private static final String LEVEL = "level";
  private static final String TRAINING = "training";

  private final Mistakes mistakes;

  /** By their files, in lower case: some file systems do not tell the cases apart. */
  private final Map<String, Planned> planned = new HashMap<>();

  private record Planned(NetworkAnnotation at, NetClass netClass) {}

  ClassPlan(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /** The classes that an annotation becomes, without those that are mistakes. */
  List<NetClass> classes(NetworkAnnotation at, NetText text, String packageName) {
    Pipeline passes = passes(at);
    Optional<Declaration.Network> network = network(at, text);
    Optional<String> name = network.flatMap(n -> className(at, text, n));
    if (name.isEmpty()) {
      return List.of();
    }
    boolean trains = trains(at, text, network.get());
    NetClass.Kind kind = trains ? NetClass.Kind.WITH_TRAINER : NetClass.Kind.NETWORK;
    List<NetClass> classes = new ArrayList<>();
    classes.add(new NetClass(network.get(), packageName, name.get(), kind, passes));
    if (trains) {
      String step = NetworkClass.stepClass(name.get());
      classes.add(new NetClass(network.get(), packageName, step, NetClass.Kind.STEP, passes));
    }
    return classes.stream().filter(c -> isAlone(at, text, c)).toList();
  }

  /** What the graph goes through; the standard passes if those that are named are a mistake. */
  private Pipeline passes(NetworkAnnotation at) {
    Optional<String> passes = at.text(PASSES);
    Optional<Integer> level = at.value(LEVEL, Integer.class);
    if (passes.isPresent() && level.isPresent()) {
      mistakes.add(
          at,
          LEVEL,
          "`passes` and `level` both say what the graph goes through",
          "leave one of them out");
      return Pipeline.standard();
    }
    try {
      return passes
          .map(Pipeline::parse)
          .or(() -> level.map(Pipeline::level))
          .orElseGet(Pipeline::standard);
    } catch (PipelineException e) {
      mistakes.add(
          at,
          passes.isPresent() ? PASSES : LEVEL,
          String.valueOf(e.getMessage()),
          "leave it out for the standard passes");
      return Pipeline.standard();
    }
  }

  private Optional<Declaration.Network> network(NetworkAnnotation at, NetText text) {
    List<Declaration.Network> declared = text.networks();
    List<String> names = declared.stream().map(Declaration.Network::name).distinct().toList();
    Optional<String> wanted = at.text(NETWORK);
    if (text.syntax().isEmpty()) {
      return Optional.empty(); // what is wrong with it is told anyway
    }
    if (names.isEmpty()) {
      mistakes.add(
          at,
          text.member(),
          text.name() + " declares no network",
          "write `network NAME(...) -> (...) { ... }` in it, or name the file that has one and"
              + " imports this one");
      return Optional.empty();
    }
    if (wanted.isEmpty() && names.size() > 1) {
      mistakes.add(
          at,
          text.member(),
          "%s declares %d networks: %s"
              .formatted(text.name(), names.size(), String.join(", ", names)),
          "say which, as %s = \"%s\"; @Network may be written once for each"
              .formatted(NETWORK, names.getFirst()));
      return Optional.empty();
    }
    String name = wanted.orElse(names.getFirst());
    Optional<Declaration.Network> found =
        declared.stream().filter(n -> n.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      mistakes.add(
          at,
          NETWORK,
          text.name() + " declares no network `" + name + "`",
          NearMatch.of(name, names)
              .map(near -> "did you mean `" + near + "`?")
              .orElse("there is " + String.join(", ", names)));
    }
    return found;
  }

  private Optional<String> className(
      NetworkAnnotation at, NetText text, Declaration.Network network) {
    Optional<String> given = at.text(CLASS_NAME);
    String name = given.orElse(network.name());
    Optional<String> fault = ClassNames.fault(name);
    if (fault.isEmpty()) {
      return Optional.of(name);
    }
    String message = "no Java class can be called `" + name + "`";
    if (given.isPresent()) {
      mistakes.add(
          at,
          CLASS_NAME,
          message + ": " + fault.get(),
          "give another name, or leave it out for the network's, " + network.name());
    } else {
      mistakes.add(
          at,
          text.member(),
          Diagnostic.error(message, network.nameSpan(), fault.get())
              .withHelp(
                  "rename the network, or give its class another name in @Network: %s = \"...\""
                      .formatted(CLASS_NAME)),
          Map.of(text.source().name(), text.source()));
    }
    return Optional.empty();
  }

  private boolean trains(NetworkAnnotation at, NetText text, Declaration.Network network) {
    if (!at.value(TRAINING, Boolean.class).orElse(false)) {
      return false;
    }
    boolean hasSection = text.trains(network.name());
    if (!hasSection) {
      mistakes.add(
          at,
          TRAINING,
          Diagnostic.error(
                  "@Network asks for the training step of `" + network.name() + "`",
                  network.nameSpan(),
                  "there is no section `training " + network.name() + "` here")
              .withHelp("write one, or leave `training = true` out"),
          Map.of(text.source().name(), text.source()));
    }
    return hasSection;
  }

  /** Whether no other class has the same file. */
  private boolean isAlone(NetworkAnnotation at, NetText text, NetClass added) {
    String name = added.qualifiedName();
    if (at.type().getQualifiedName().contentEquals(name)) {
      mistakes.add(
          at,
          text.member(),
          "the class of the network would be `" + name + "`, which the annotation stands on",
          "give it another name: " + CLASS_NAME + " = \"" + added.simpleName() + "Network\"");
      return false;
    }
    Planned first = planned.putIfAbsent(name.toLowerCase(Locale.ROOT), new Planned(at, added));
    if (first == null) {
      return true;
    }
    String other = first.netClass().qualifiedName();
    mistakes.add(
        at,
        text.member(),
        (other.equals(name)
                ? "two networks have the class `" + name + "`"
                : "`%s` and `%s` are one file on Windows and macOS".formatted(other, name))
            + ": the other one is asked for at `"
            + first.at().type().getQualifiedName()
            + "`",
        "give one of them another name: " + CLASS_NAME + " = \"...\"");
    return false;
  }
}
