package dev.netc.frontend;

import dev.netc.ir.Function;
import dev.netc.ir.Origin;
import dev.netc.ir.Value;

/** Tells what the standard library declares from what a user wrote. */
public final class StandardLibrary {
  private StandardLibrary() {}

  /** Whether a place is in a file of the standard library. */
  public static boolean holds(Origin place) {
    return place.file().startsWith(Library.FOLDER);
  }

  /** Whether a block is the standard library's. One that does nothing is nobody's. */
  public static boolean declares(Function block) {
    return block.body().values().stream()
        .map(Value::origin)
        .filter(Origin::isKnown)
        .findFirst()
        .filter(StandardLibrary::holds)
        .isPresent();
  }
}
