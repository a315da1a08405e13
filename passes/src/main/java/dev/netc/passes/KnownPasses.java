package dev.netc.passes;

import dev.netc.grammar.NearMatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The passes that names stand for: those of {@link PassRegistry}, and those that users bring. */
public record KnownPasses(List<Pass> passes) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

  public KnownPasses {
    passes = List.copyOf(passes);
  }

  /** Those of {@link PassRegistry}. */
  public static KnownPasses builtIn() {
    return new KnownPasses(PassRegistry.passes());
  }

  /**
   * These and others.
   *
   * @throws PipelineException if one of the others has a name that no pipeline could be written
   *     with, or that another pass has
   */
  public KnownPasses with(List<? extends Pass> others) {
    Map<String, Pass> byName = new HashMap<>();
    passes.forEach(p -> byName.put(p.name(), p));
    List<Pass> all = new ArrayList<>(passes);
    for (Pass pass : others) {
      if (!NAME.matcher(pass.name()).matches()) {
        throw new PipelineException(
            "the pass `%s` of %s needs a name in lower case, its words joined by hyphens: `drop-relu`"
                .formatted(pass.name(), maker(pass)));
      }
      Pass other = byName.putIfAbsent(pass.name(), pass);
      if (other != null) {
        throw new PipelineException(
            "two passes are called `%s`, that of %s and that of %s: rename one"
                .formatted(pass.name(), maker(other), maker(pass)));
      }
      all.add(pass);
    }
    return new KnownPasses(all);
  }

  private static String maker(Pass pass) {
    Pass own = pass instanceof GuardedPass guarded ? guarded.pass() : pass;
    return PassRegistry.passes().contains(own) ? "netc" : own.getClass().getName();
  }

  public List<String> names() {
    return passes.stream().map(Pass::name).toList();
  }

  public Optional<Pass> find(String name) {
    return passes.stream().filter(p -> p.name().equals(name)).findFirst();
  }

  /**
   * The pass of a name, with its usual options.
   *
   * @throws PipelineException if there is none; the message suggests what was meant
   */
  public Pass named(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new PipelineException(
                    "there is no pass `%s`; %s".formatted(name, suggestion(name, names()))));
  }

  static String suggestion(String name, List<String> all) {
    return NearMatch.of(name, all)
        .map(near -> "did you mean `" + near + "`?")
        .orElse("there are " + String.join(", ", all));
  }
}
