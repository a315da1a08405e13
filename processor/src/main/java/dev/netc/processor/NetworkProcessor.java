package dev.netc.processor;

import dev.netc.grammar.NearMatch;
import dev.netc.runtime.annotation.Network;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/** What javac calls: hands each {@link Network} to {@link Generation}. */
public final class NetworkProcessor extends AbstractProcessor {
  private static final String PREFIX = "netc.";
  private static final Set<String> OPTIONS = Set.of(SourceSearch.PATH);

  private Mistakes mistakes;
  private Generation generation;

  /** For javac, which finds the processor by its name. */
  public NetworkProcessor() {}

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Set.of(Network.class.getCanonicalName(), Network.List.class.getCanonicalName());
  }

  @Override
  public Set<String> getSupportedOptions() {
    return OPTIONS;
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public synchronized void init(ProcessingEnvironment environment) {
    super.init(environment);
    mistakes = new Mistakes(environment.getMessager());
    generation = new Generation(environment, mistakes);
    environment.getOptions().keySet().stream()
        .filter(option -> option.startsWith(PREFIX) && !OPTIONS.contains(option))
        .sorted()
        .forEach(option -> mistakes.add(unknown(option)));
  }

  private static String unknown(String option) {
    return "there is no option -A%s\n  = help: %s"
        .formatted(
            option,
            NearMatch.of(option, OPTIONS)
                .map(near -> "did you mean -A" + near + "?")
                .orElse("there is -A" + SourceSearch.PATH + ", folders of .net files"));
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    for (TypeElement annotation : annotations) {
      for (TypeElement type : ElementFilter.typesIn(round.getElementsAnnotatedWith(annotation))) {
        type.getAnnotationMirrors().stream()
            .filter(m -> m.getAnnotationType().asElement().equals(annotation))
            .flatMap(NetworkProcessor::each)
            .forEach(mirror -> run(new NetworkAnnotation(type, mirror)));
      }
    }
    return false;
  }

  /** The annotation, or those that one of several holds. */
  private static Stream<AnnotationMirror> each(AnnotationMirror mirror) {
    TypeElement kind = (TypeElement) mirror.getAnnotationType().asElement();
    if (kind.getQualifiedName().contentEquals(Network.class.getCanonicalName())) {
      return Stream.of(mirror);
    }
    return mirror.getElementValues().values().stream()
        .map(AnnotationValue::getValue)
        .filter(List.class::isInstance)
        .flatMap(list -> ((List<?>) list).stream())
        .map(value -> (AnnotationMirror) ((AnnotationValue) value).getValue());
  }

  private void run(NetworkAnnotation at) {
    try {
      generation.run(at);
    } catch (IOException e) {
      mistakes.add(
          at, "", "the class cannot be written: " + e.getMessage(), "see why, and try again");
    } catch (RuntimeException e) {
      mistakes.add(
          at,
          "",
          "this is a defect of netc, not of your network: " + e,
          "please report it with the network");
    }
  }
}
