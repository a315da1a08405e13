package dev.netc.frontend;

import java.util.List;
import java.util.Map;

/**
 * The {@code data} line of a training section: {@code mnist("data/mnist", normalize = (0.13,
 * 0.31))}.
 *
 * @param source the kind of source; empty if the section has no such line
 * @param arguments those without a name: text, or numbers
 * @param options those with one: text, a number, a truth value, or a list of them
 */
public record DataSpec(String source, List<Object> arguments, Map<String, Object> options) {
  public static final DataSpec NONE = new DataSpec("", List.of(), Map.of());

  public DataSpec {
    arguments = List.copyOf(arguments);
    options = Map.copyOf(options);
  }
}
