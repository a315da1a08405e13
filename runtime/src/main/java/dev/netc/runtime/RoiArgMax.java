package dev.netc.runtime;

/**
 * Where the largest feature of each cell of a region is, its corners being rounded to pixels
 * (Girshick 2015). One object serves one session.
 */
public final class RoiArgMax {
  private final RegionGrid grid;
  private final Team team;
  private final Team.Task chunk = this::chunk;

  private float[] x = new float[0];
  private int x0;
  private float[] boxes = x;
  private int boxes0;
  private int[] image = new int[0];
  private int image0;
  private int[] places = image;
  private int places0;
  private int regions;
  private int images;
  private int channels;
  private int height;
  private int width;

  public RoiArgMax(RegionGrid grid, Team team) {
    this.grid = grid;
    this.team = team;
  }

  /** The shapes of a call: {@code regions} boxes, features [images, channels, height, width]. */
  public RoiArgMax of(int regions, int images, int channels, int height, int width) {
    this.regions = regions;
    this.images = images;
    this.channels = channels;
    this.height = height;
    this.width = width;
    return this;
  }

  /** Indices into {@code x} from its start, -1 for a cell without a pixel. */
  public void run(
      float[] x,
      int x0,
      float[] boxes,
      int boxes0,
      int[] image,
      int image0,
      int[] places,
      int places0) {
    this.x = x;
    this.x0 = x0;
    this.boxes = boxes;
    this.boxes0 = boxes0;
    this.image = image;
    this.image0 = image0;
    this.places = places;
    this.places0 = places0;
    team.run(chunk, regions);
  }

  private void chunk(int region, int worker) {
    int box = boxes0 + 4 * region;
    int of = Math.max(0, Math.min(images - 1, image[image0 + region]));
    for (int row = 0; row < grid.height(); row++) {
      long rows = grid.pixels(boxes[box + 1], boxes[box + 3], grid.height(), row, height);
      for (int column = 0; column < grid.width(); column++) {
        long columns = grid.pixels(boxes[box], boxes[box + 2], grid.width(), column, width);
        for (int c = 0; c < channels; c++) {
          int cell = ((region * channels + c) * grid.height() + row) * grid.width() + column;
          places[places0 + cell] = largest((of * channels + c) * height * width, rows, columns);
        }
      }
    }
  }

  private int largest(int plane, long rows, long columns) {
    int best = -1;
    for (int r = (int) (rows >> 32); r < (int) rows; r++) {
      for (int c = (int) (columns >> 32); c < (int) columns; c++) {
        int at = plane + r * width + c;
        if (best < 0 || x[x0 + at] > x[x0 + best]) {
          best = at;
        }
      }
    }
    return best;
  }
}
