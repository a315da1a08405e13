package dev.netc.maven;

import dev.netc.grammar.NearMatch;
import dev.netc.passes.PassFailure;
import dev.netc.passes.PassPlugins;
import dev.netc.passes.Pipeline;
import dev.netc.passes.PipelineException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What the configuration says about networks.
 *
 * @param training whether every network that has a training section gets a class of its step
 * @param networks the networks that have options of their own
 */
record GenerationOptions(boolean training, List<NetworkOptions> networks) {
  GenerationOptions {
    networks = List.copyOf(networks);
  }

  /** The class that a network is to have, if the configuration says. */
  Optional<String> className(String network) {
    return of(network).map(o -> o.className);
  }

  /** Whether the network is to have a class of its step, if the configuration says. */
  Optional<Boolean> training(String network) {
    return of(network).map(o -> o.training);
  }

  /** Whether the Flight Recorder is told of the kernels of a network. */
  boolean events(String network) {
    return of(network).map(o -> o.events).orElse(false);
  }

  /**
   * The passes of a network; the standard ones if those it has are a mistake. They may be some that
   * a dependency of the plugin brings.
   *
   * @param failures is told which of these fails, and so is left out
   */
  Pipeline passes(String network, Consumer<PassFailure> failures) {
    try {
      return of(network)
          .map(o -> o.passes)
          .map(text -> Pipeline.parse(text, PassPlugins.onClassPath(failures)))
          .orElseGet(Pipeline::standard);
    } catch (PipelineException e) {
      return Pipeline.standard();
    }
  }

  private Optional<NetworkOptions> of(String network) {
    return networks.stream().filter(o -> network.equals(o.name)).findFirst();
  }

  /** What is wrong with the options themselves. */
  List<String> mistakes() {
    List<String> mistakes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (NetworkOptions options : networks) {
      String name = Objects.requireNonNullElse(options.name, "").strip();
      if (name.isEmpty()) {
        mistakes.add("a <network> lacks its <name>: the name of the network in the .net file");
      } else if (!names.add(name)) {
        mistakes.add("there are two <network> with the <name> " + name + ": put them together");
      }
      if (options.passes != null) {
        try {
          Pipeline.parse(options.passes, PassPlugins.onClassPath(failure -> {}));
        } catch (PipelineException e) {
          mistakes.add("the <passes> of the <network> " + name + ": " + e.getMessage());
        }
      }
    }
    return mistakes;
  }

  /**
   * Options of networks that there are not.
   *
   * @param declared the names of all networks
   */
  List<String> strangers(Set<String> declared) {
    return networks.stream()
        .map(o -> o.name)
        .filter(Objects::nonNull)
        .filter(name -> !declared.contains(name))
        .map(name -> "no .net file declares the <network> " + name + hint(name, declared))
        .toList();
  }

  private static String hint(String name, Set<String> declared) {
    return NearMatch.of(name, declared)
        .map(near -> "; did you mean " + near + "?")
        .orElse(declared.isEmpty() ? "" : "; there are " + String.join(", ", declared));
  }
}
