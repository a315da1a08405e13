package dev.netc.maven;

import java.io.File;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;

/** What the goals that compile networks have in common. */
abstract class NetworksMojo extends NetMojo {
  /**
   * The package of the .net files right in the source folder. Those in folders below it are in
   * subpackages: {@code vision/digits.net} is in {@code PACKAGE.vision}.
   */
  @Parameter(property = "netc.basePackage", defaultValue = "")
  String basePackage = "";

  /** Whether every network with a training section gets a class of its training step, too. */
  @Parameter(property = "netc.training", defaultValue = "false")
  boolean training;

  final NetSources sources(File folder) {
    return new NetSources(absolute(folder), basePackage);
  }

  final GenerationOptions options(List<NetworkOptions> networks) {
    return new GenerationOptions(training, networks);
  }
}
