package dev.netc.maven;

import dev.netc.grammar.Declaration;
import dev.netc.passes.Pipeline;
import java.util.ArrayList;
import java.util.List;

/** Decides which classes the networks of a folder become. */
final class ClassPlan {
  private static final String STEP = "Step";

  private final NetSources sources;
  private final GenerationOptions options;

  ClassPlan(NetSources sources, GenerationOptions options) {
    this.sources = sources;
    this.options = options;
  }

  /** The classes of the networks that the file declares. */
  List<NetClass> classes(NetFile file) {
    List<NetClass> classes = new ArrayList<>();
    for (Declaration.Network network : file.networks()) {
      String name = options.className(network.name());
      String packageName = sources.packageOf(file.path());
      Pipeline passes = options.passes(network.name());
      classes.add(
          new NetClass(network.name(), network.nameSpan(), packageName, name, false, passes));
      if (options.training(network.name(), file.trains(network.name()))) {
        classes.add(
            new NetClass(
                network.name(), network.nameSpan(), packageName, name + STEP, true, passes));
      }
    }
    return classes;
  }
}
