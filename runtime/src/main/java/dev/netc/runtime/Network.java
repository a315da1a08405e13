package dev.netc.runtime;

import java.util.Map;

/** A compiled graph with its parameters, from which threads make sessions to run it in. */
public interface Network {
  Signature signature();

  /** The parameters and states by path, in the signature's order. */
  Map<String, Tensor> parameters();

  /**
   * Working memory and kernels for one thread at a time, whose work the team shares. Sessions share
   * the parameters; the update of a training step is seen by all.
   */
  Executable session(Team team);
}
