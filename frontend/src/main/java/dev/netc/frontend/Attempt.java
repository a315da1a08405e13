package dev.netc.frontend;

import java.util.Optional;
import java.util.function.Supplier;

/** Goes on after a mistake, so that all mistakes are reported in one run. */
final class Attempt {
  private Attempt() {}

  /** What {@code work} gives; nothing, and a report, if there is a mistake in it. */
  static <T> Optional<T> at(Elaborator elaborator, Supplier<T> work) {
    try {
      return Optional.of(work.get());
    } catch (Mistake mistake) {
      elaborator.report(mistake.diagnostic());
      return Optional.empty();
    }
  }
}
