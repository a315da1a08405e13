package dev.netc.runtime;

/**
 * Greedy suppression of boxes: each that stays removes those after it that overlap it too much. One
 * object serves one session.
 */
public final class Suppression {
  private final double threshold;
  private final Team team;
  private final Team.Task chunk = this::chunk;

  private float[] boxes = new float[0];
  private int boxes0;
  private boolean[] keep = new boolean[0];
  private int keep0;
  private int count;

  /**
   * @param threshold the intersection over union above which a box is removed
   */
  public Suppression(double threshold, Team team) {
    this.threshold = threshold;
    this.team = team;
  }

  /** Which of {@code boxes}, [lists, count, 4], stay; each list by itself. */
  public void run(float[] boxes, int boxes0, boolean[] keep, int keep0, int lists, int count) {
    this.boxes = boxes;
    this.boxes0 = boxes0;
    this.keep = keep;
    this.keep0 = keep0;
    this.count = count;
    team.run(chunk, lists);
  }

  private void chunk(int list, int worker) {
    int first = list * count;
    for (int i = 0; i < count; i++) {
      boolean stays = true;
      for (int j = 0; j < i && stays; j++) {
        stays = !keep[keep0 + first + j] || !(overlap(first + i, first + j) > threshold);
      }
      keep[keep0 + first + i] = stays;
    }
  }

  private double overlap(int i, int j) {
    double common = common(i, j, 0) * common(i, j, 1);
    return common / (area(i) + area(j) - common);
  }

  private double common(int i, int j, int axis) {
    double low = Math.max(at(i, axis), at(j, axis));
    return Math.max(0, Math.min(at(i, axis + 2), at(j, axis + 2)) - low);
  }

  private double area(int i) {
    return (at(i, 2) - at(i, 0)) * (at(i, 3) - at(i, 1));
  }

  private double at(int box, int number) {
    return boxes[boxes0 + 4 * box + number];
  }
}
