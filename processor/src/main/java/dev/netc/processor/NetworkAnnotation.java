package dev.netc.processor;

import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * An annotation as it is written.
 *
 * @param type what it stands on
 */
record NetworkAnnotation(TypeElement type, AnnotationMirror mirror) {
  /** The text of a member; empty if it is not given or blank. */
  Optional<String> text(String member) {
    return value(member, String.class).filter(text -> !text.isBlank());
  }

  /** A member, if it is given. */
  <T> Optional<T> value(String member, Class<T> kind) {
    AnnotationValue value = place(member);
    return value == null || !kind.isInstance(value.getValue())
        ? Optional.empty()
        : Optional.of(kind.cast(value.getValue()));
  }

  /** Where a member is written; null if it is not. */
  @Nullable AnnotationValue place(String member) {
    return mirror.getElementValues().entrySet().stream()
        .filter(e -> e.getKey().getSimpleName().contentEquals(member))
        .map(e -> (AnnotationValue) e.getValue())
        .findFirst()
        .orElse(null);
  }
}
