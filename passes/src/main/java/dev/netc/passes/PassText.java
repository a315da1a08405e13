package dev.netc.passes;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Passes as text: {@code unroll(most=8),simplify}. The options of a pass are the components of its
 * record, numbers, amounts of memory, booleans or constants of an enum; those that are not named
 * stay as they are in the registry.
 */
final class PassText {
  /**
   * A name, then options in parentheses; the comma that ends it is not one of those between them.
   */
  private static final Pattern PASS = Pattern.compile("([^,()]*)(?:\\(([^()]*)\\))?\\s*(?:,|$)");

  private PassText() {}

  /**
   * The passes that a text lists.
   *
   * @throws PipelineException if it cannot be understood
   */
  static List<Pass> parse(String text, KnownPasses known) {
    List<Pass> passes = new ArrayList<>();
    Matcher matcher = PASS.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw new PipelineException(
            "`%s` is no list of passes; it looks like `unroll(most=8),simplify`".formatted(text));
      }
      String name = matcher.group(1).strip();
      if (!name.isEmpty()) {
        passes.add(with(known.named(name), options(matcher.group(2))));
      }
      at = matcher.end();
    }
    return passes;
  }

  /** The options by name, as they are written. */
  private static Map<String, String> options(@Nullable String text) {
    Map<String, String> options = new LinkedHashMap<>();
    if (text == null || text.isBlank()) {
      return options;
    }
    for (String option : text.split(",", -1)) {
      String[] sides = option.split("=", 2);
      if (sides.length < 2) {
        throw new PipelineException(
            "an option is written `name=value`, not `%s`".formatted(option.strip()));
      }
      options.put(sides[0].strip(), sides[1].strip());
    }
    return options;
  }

  private static Pass with(Pass usual, Map<String, String> options) {
    if (options.isEmpty()) {
      return usual;
    }
    if (usual instanceof GuardedPass(Pass pass, var failures)) {
      return new GuardedPass(with(pass, options), failures);
    }
    RecordComponent[] components = components(usual);
    List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
    for (String option : options.keySet()) {
      if (!names.contains(option)) {
        throw new PipelineException(
            "`%s` has no option `%s`; %s"
                .formatted(
                    usual.name(),
                    option,
                    names.isEmpty() ? "it has none" : KnownPasses.suggestion(option, names)));
      }
    }
    Object[] values =
        Arrays.stream(components)
            .map(
                c ->
                    options.containsKey(c.getName())
                        ? value(usual, c, options.get(c.getName()))
                        : read(usual, c))
            .toArray();
    return make(usual, components, values);
  }

  private static RecordComponent[] components(Pass pass) {
    return pass.getClass().isRecord()
        ? pass.getClass().getRecordComponents()
        : new RecordComponent[0];
  }

  private static Object value(Pass pass, RecordComponent option, String text) {
    Class<?> type = option.getType();
    String wanted = "is a number";
    try {
      if (type == int.class) {
        return Integer.valueOf(text);
      }
      if (type == double.class) {
        return Double.valueOf(text);
      }
      if (type == MemorySize.class) {
        wanted = "is an amount of memory such as 256MB";
        return MemorySize.parse(text);
      }
      Map<String, Object> choices = choices(type);
      wanted = "is one of " + String.join(", ", choices.keySet());
      if (choices.containsKey(text)) {
        return choices.get(text);
      }
    } catch (IllegalArgumentException e) {
      // Reported below.
    }
    throw new PipelineException(
        "`%s` of `%s` %s, not `%s`".formatted(option.getName(), pass.name(), wanted, text));
  }

  /** The values of a boolean or an enum by their text. */
  private static Map<String, Object> choices(Class<?> type) {
    Object[] values = type.isEnum() ? type.getEnumConstants() : new Object[] {false, true};
    Map<String, Object> choices = new LinkedHashMap<>();
    Arrays.stream(values).forEach(v -> choices.put(text(v), v));
    return choices;
  }

  private static String text(Object value) {
    return value instanceof MemorySize
        ? value.toString()
        : value.toString().toLowerCase(Locale.ROOT);
  }

  private static Object read(Pass pass, RecordComponent option) {
    try {
      return option.getAccessor().invoke(pass);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the option " + option + " cannot be read", e);
    }
  }

  private static Pass make(Pass usual, RecordComponent[] components, Object[] values) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return usual.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      throw new PipelineException("`%s`: %s".formatted(usual.name(), e.getCause().getMessage()));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the pass " + usual + " cannot be made", e);
    }
  }

  /** The pass with those options that are not the usual ones. */
  static String print(Pass pass) {
    Pass own = unguarded(pass);
    Optional<Pass> usual = usual(own);
    List<String> options = new ArrayList<>();
    for (RecordComponent c : components(own)) {
      if (usual.isEmpty() || !read(own, c).equals(read(usual.get(), c))) {
        options.add(c.getName() + "=" + text(read(own, c)));
      }
    }
    return pass.name() + (options.isEmpty() ? "" : "(" + String.join(",", options) + ")");
  }

  private static Pass unguarded(Pass pass) {
    return pass instanceof GuardedPass guarded ? guarded.pass() : pass;
  }

  /** The pass as its constructor without parameters makes it. */
  private static Optional<Pass> usual(Pass pass) {
    try {
      return Optional.of(pass.getClass().getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      return PassRegistry.find(pass.name());
    }
  }

  /** The options that a pass has, with their values: {@code most=1000}. */
  static List<String> options(Pass pass) {
    Pass own = unguarded(pass);
    return Arrays.stream(components(own)).map(c -> c.getName() + "=" + text(read(own, c))).toList();
  }
}
