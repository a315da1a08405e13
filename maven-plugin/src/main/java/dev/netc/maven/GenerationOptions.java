package dev.netc.maven;

import dev.netc.passes.Pipeline;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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

  String className(String network) {
    return of(network).map(o -> o.className).orElse(network);
  }

  /**
   * Whether the network gets a class of its training step.
   *
   * @param hasSection whether the file says how it is trained
   */
  boolean training(String network, boolean hasSection) {
    return of(network).map(o -> o.training).orElse(training && hasSection);
  }

  /**
   * The passes of a network.
   *
   * @throws dev.netc.passes.PipelineException if there is no pass of a name
   */
  Pipeline passes(String network) {
    return of(network).map(o -> o.passes).map(Pipeline::parse).orElseGet(Pipeline::standard);
  }

  private Optional<NetworkOptions> of(String network) {
    return networks.stream().filter(o -> Objects.equals(o.name, network)).findFirst();
  }
}
