package dev.netc.cli;

import dev.netc.runtime.Team;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --threads}: how many threads share the work; results do not depend on it. */
final class ThreadsOption {
  @Option(names = "--threads", description = "threads that share the work; default: all cores")
  @Nullable Integer threads;

  /** A team that ends with the program. */
  Team team() {
    if (threads != null && threads < 1) {
      throw new UserError("error: --threads is at least 1, not " + threads);
    }
    return Team.of(threads == null ? Runtime.getRuntime().availableProcessors() : threads);
  }
}
