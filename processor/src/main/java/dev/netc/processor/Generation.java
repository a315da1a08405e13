package dev.netc.processor;

import dev.netc.codegen.CodegenException;
import dev.netc.frontend.Compilation;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.SourceSpan;
import dev.netc.ir.Origin;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** Turns annotations to classes and resources, one annotation after the other. */
final class Generation {
  private final Elements elements;
  private final Mistakes mistakes;
  private final NetTextReader reader;
  private final ClassPlan plan;
  private final Output output;

  Generation(ProcessingEnvironment environment, Mistakes mistakes) {
    this.elements = environment.getElementUtils();
    this.mistakes = mistakes;
    this.reader = new NetTextReader(new SourceSearch(environment), mistakes);
    this.plan = new ClassPlan(mistakes);
    this.output = new Output(environment.getFiler(), mistakes);
  }

  /** Writes what an annotation asks for, or says all that is wrong with it. */
  void run(NetworkAnnotation at) throws IOException {
    if (!standsWell(at)) {
      return;
    }
    Optional<NetText> text = reader.read(at);
    if (text.isEmpty()) {
      return;
    }
    int before = mistakes.count();
    String packageName = elements.getPackageOf(at.type()).getQualifiedName().toString();
    List<NetClass> classes = plan.classes(at, text.get(), packageName);
    Map<NetClass, String> sources = compile(at, text.get(), classes);
    if (mistakes.count() == before) {
      for (Map.Entry<NetClass, String> source : sources.entrySet()) {
        output.write(at, text.get(), source.getKey(), source.getValue());
      }
      output.copyWeights(at, text.get(), packageName);
    }
  }

  private boolean standsWell(NetworkAnnotation at) {
    TypeElement type = at.type();
    ElementKind kind = type.getKind();
    if (kind == ElementKind.ENUM || kind == ElementKind.ANNOTATION_TYPE) {
      mistakes.add(
          at,
          "",
          "@Network is for classes and interfaces; `%s` is %s"
              .formatted(
                  type.getSimpleName(), kind == ElementKind.ENUM ? "an enum" : "an annotation"),
          "put it on a class or an interface of the package");
      return false;
    }
    if (type.getNestingKind() != NestingKind.TOP_LEVEL) {
      mistakes.add(
          at,
          "",
          "`%s` is within another class, and what is generated is not"
              .formatted(type.getSimpleName()),
          "put @Network on the outermost class; the network's class is in the same package");
      return false;
    }
    return true;
  }

  /** The texts of classes. */
  private Map<NetClass, String> compile(
      NetworkAnnotation at, NetText text, List<NetClass> classes) {
    Compilation compilation = Frontend.compile(text.source());
    compilation
        .diagnostics()
        .forEach(d -> mistakes.add(at, text.member(), d, compilation.sources()));
    Map<NetClass, String> sources = new LinkedHashMap<>();
    for (NetClass wanted : compilation.hasErrors() ? List.<NetClass>of() : classes) {
      try {
        sources.put(wanted, wanted.source(network(compilation, wanted.network().name()), text));
      } catch (CodegenException e) {
        SourceSpan place = place(e.origin(), wanted.network().nameSpan());
        mistakes.add(
            at, text.member(), Diagnostic.error(e.fault(), place, ""), compilation.sources());
      }
    }
    return sources;
  }

  private static CompiledNetwork network(Compilation compilation, String name) {
    return compilation.networks().stream()
        .filter(n -> n.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the network " + name + " was not compiled"));
  }

  private static SourceSpan place(Origin origin, SourceSpan otherwise) {
    return origin.isKnown()
        ? new SourceSpan(
            origin.file(), origin.line(), origin.column(), origin.line(), origin.column() + 1)
        : otherwise;
  }
}
