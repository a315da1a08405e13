package dev.netc.codegen;

import java.util.Optional;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Which names generated classes can have. */
public final class ClassNames {
  /** Words that are names elsewhere, but not of classes (JLS 3.9). */
  private static final Set<String> NOT_OF_CLASSES =
      Set.of("permits", "record", "sealed", "var", "yield");

  /** The classes that every generated class may have within it. */
  private static final Set<String> WITHIN =
      Set.of("Session", "VectorSession", "Outputs", "Initializer", "InitialStates", "Trainer");

  private ClassNames() {}

  /** Why a generated class cannot have the name; empty if it can. */
  public static Optional<String> fault(String name) {
    if (!SourceVersion.isIdentifier(name)) {
      return Optional.of("it is no identifier of Java");
    }
    if (SourceVersion.isKeyword(name) || NOT_OF_CLASSES.contains(name)) {
      return Optional.of("it is a word of Java itself");
    }
    if (WITHIN.contains(name)) {
      return Optional.of("a class within the generated one is called so");
    }
    return Optional.empty();
  }
}
