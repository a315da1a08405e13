package dev.netc.runtime;

/**
 * Memory that kernels use while they run and that holds nothing in between, shared by those of one
 * session. It grows to what the largest of them needs.
 */
public final class Workspace {
  private final float[][] ofWorkers;
  private float[] shared = new float[0];

  public Workspace(Team team) {
    ofWorkers = new float[team.size()][0];
  }

  /** At least {@code length} elements of any content for all workers of the kernel that runs. */
  float[] shared(int length) {
    if (shared.length < length) {
      shared = new float[length];
    }
    return shared;
  }

  /** At least {@code length} elements of any content for one worker. */
  float[] of(int worker, int length) {
    if (ofWorkers[worker].length < length) {
      ofWorkers[worker] = new float[length];
    }
    return ofWorkers[worker];
  }
}
