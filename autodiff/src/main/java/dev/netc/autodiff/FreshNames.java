package dev.netc.autodiff;

import java.util.HashSet;
import java.util.Set;

/** Names for the inputs or outputs of one body: a name that is taken gets a number. */
final class FreshNames {
  private final Set<String> taken = new HashSet<>();

  /** {@code name} if it is free, else {@code name.2} and so on. */
  String unique(String name) {
    String unique = name;
    for (int n = 2; !taken.add(unique); n++) {
      unique = name + "." + n;
    }
    return unique;
  }
}
