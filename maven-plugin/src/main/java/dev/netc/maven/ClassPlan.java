package dev.netc.maven;

import dev.netc.codegen.ClassNames;
import dev.netc.codegen.NetworkClass;
import dev.netc.grammar.Declaration;
import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.SourceFile;
import dev.netc.passes.PassFailure;
import dev.netc.passes.Pipeline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.SourceVersion;

/** Decides which classes the networks of a folder become. What cannot be a class is a mistake. */
final class ClassPlan {
  private final NetSources sources;
  private final GenerationOptions options;
  private final Path pom;
  private final Mistakes mistakes;
  private final Map<String, SourceFile> texts = new HashMap<>();
  private final Map<Path, List<NetClass>> classes = new LinkedHashMap<>();

  /** By their files, in lower case: some file systems do not tell the cases apart. */
  private final Map<String, NetClass> planned = new HashMap<>();

  private ClassPlan(NetSources sources, GenerationOptions options, Path pom, Mistakes mistakes) {
    this.sources = sources;
    this.options = options;
    this.pom = pom;
    this.mistakes = mistakes;
  }

  /**
   * Plans the classes of all files of a folder.
   *
   * @param pom where mistakes of the configuration are
   */
  static ClassPlan of(
      NetSources sources,
      GenerationOptions options,
      List<NetFile> files,
      Path pom,
      Mistakes mistakes) {
    ClassPlan plan = new ClassPlan(sources, options, pom, mistakes);
    files.forEach(file -> plan.texts.putAll(file.sources()));
    plan.checkConfiguration(files);
    files.forEach(plan::add);
    return plan;
  }

  /** The classes of a file, without those that are mistakes. */
  List<NetClass> classes(NetFile file) {
    return classes.getOrDefault(file.path(), List.of());
  }

  private void checkConfiguration(List<NetFile> files) {
    String base = sources.basePackage();
    if (!base.isEmpty() && !SourceVersion.isName(base)) {
      mistakes.add(pom, "the <basePackage> " + base + " is no name of a Java package");
    }
    options.mistakes().forEach(text -> mistakes.add(pom, text));
    if (files.stream().allMatch(f -> f.syntax().isPresent())) {
      Set<String> declared = new TreeSet<>();
      files.forEach(f -> f.networks().forEach(n -> declared.add(n.name())));
      options.strangers(declared).forEach(text -> mistakes.add(pom, text));
    }
  }

  private void add(NetFile file) {
    if (file.networks().isEmpty() || !hasPackage(file)) {
      return;
    }
    List<NetClass> ofFile = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Declaration.Network network : file.networks()) {
      if (names.add(network.name())) { // that it is declared twice is reported anyway
        className(network).ifPresent(name -> ofFile.addAll(classes(file, network, name)));
      }
    }
    classes.put(file.path(), ofFile.stream().filter(this::isAlone).toList());
  }

  private List<NetClass> classes(NetFile file, Declaration.Network network, String name) {
    String packageName = sources.packageOf(file.path());
    Pipeline passes = options.passes(network.name(), this::warn);
    boolean events = options.events(network.name());
    if (!trains(file, network)) {
      return List.of(
          new NetClass(network, packageName, name, NetClass.Kind.NETWORK, passes, events));
    }
    String step = NetworkClass.stepClass(name);
    return List.of(
        new NetClass(network, packageName, name, NetClass.Kind.WITH_TRAINER, passes, events),
        new NetClass(network, packageName, step, NetClass.Kind.STEP, passes, events));
  }

  private void warn(PassFailure failure) {
    mistakes.warn(pom, failure.getMessage() + "\nThe pass is left out.");
  }

  private boolean hasPackage(NetFile file) {
    Optional<String> fault = sources.packageFault(file.path());
    fault.ifPresent(text -> mistakes.add(file.path(), text));
    if (fault.isEmpty() && sources.packageOf(file.path()).isEmpty()) {
      mistakes.warn(
          file.path(),
          "its classes are in no package, so that classes in packages cannot use them; move it to a"
              + " folder, such as "
              + sources.folder().resolve("app").resolve(file.path().getFileName())
              + ", or set <basePackage>");
    }
    return fault.isEmpty();
  }

  private Optional<String> className(Declaration.Network network) {
    Optional<String> configured = options.className(network.name());
    String name = configured.orElse(network.name());
    Optional<String> fault = ClassNames.fault(name);
    if (fault.isEmpty()) {
      return Optional.of(name);
    }
    if (configured.isPresent()) {
      mistakes.add(
          pom,
          "the network %s cannot have the <className> %s: %s"
              .formatted(network.name(), name, fault.get()));
    } else {
      mistakes.add(
          Diagnostic.error(
                  "no Java class can be called `" + name + "`", network.nameSpan(), fault.get())
              .withHelp(
                  "rename the network, or give it another class in "
                      + pom.getFileName()
                      + ": "
                      + option(name, "<className>...</className>")),
          texts);
    }
    return Optional.empty();
  }

  private static String option(String network, String option) {
    return "<network><name>" + network + "</name>" + option + "</network>";
  }

  private boolean trains(NetFile file, Declaration.Network network) {
    boolean hasSection = file.trains(network.name());
    Optional<Boolean> own = options.training(network.name());
    if (own.orElse(false) && !hasSection) {
      mistakes.add(
          Diagnostic.error(
                  "the configuration asks for the training step of `" + network.name() + "`",
                  network.nameSpan(),
                  "there is no section `training " + network.name() + "` in this file")
              .withHelp("write one, or take <training> out of " + pom.getFileName()),
          texts);
    }
    return hasSection && own.orElse(options.training());
  }

  /** Whether no other class has the same file. */
  private boolean isAlone(NetClass added) {
    NetClass first = planned.putIfAbsent(added.path().toLowerCase(Locale.ROOT), added);
    if (first == null) {
      return true;
    }
    String name = added.network().name();
    mistakes.add(
        Diagnostic.error(
                first.qualifiedName().equals(added.qualifiedName())
                    ? "two networks have the class `" + added.qualifiedName() + "`"
                    : "`%s` and `%s` are one file on Windows and macOS"
                        .formatted(first.qualifiedName(), added.qualifiedName()),
                added.network().nameSpan(),
                "the second one")
            .withNote(first.network().nameSpan(), "the first one")
            .withHelp(
                first.network().name().equals(name)
                    ? "rename one, or move its file to another folder"
                    : "rename one, move its file to another folder, or give it another class: "
                        + option(name, "<className>...</className>")),
        texts);
    return false;
  }
}
