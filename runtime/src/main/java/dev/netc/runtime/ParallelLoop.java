package dev.netc.runtime;

/**
 * A loop whose range a team shares. The grain, not the team, says where it is divided, so a loop
 * computes the same with any team.
 */
public final class ParallelLoop implements Team.Task {
  /** The loop over a part of its range. */
  @FunctionalInterface
  public interface Body {
    void run(int from, int to);
  }

  private final Team team;
  private final int grain;
  private final Body body;
  private int extent;

  /**
   * @param grain the steps of a part; a few microseconds of work
   */
  public ParallelLoop(Team team, int grain, Body body) {
    this.team = team;
    this.grain = grain;
    this.body = body;
  }

  /** Runs the body over 0 to {@code steps}. */
  public void run(int steps) {
    extent = steps;
    team.run(this, (steps + grain - 1) / grain);
  }

  @Override
  public void run(int chunk, int worker) {
    body.run(chunk * grain, Math.min(extent, (chunk + 1) * grain));
  }
}
