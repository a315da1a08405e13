package dev.netc.runtime;

import java.util.Arrays;

/**
 * Means of features within the cells of regions, interpolated linearly (He et al. 2017). A mean is
 * one of rows of means of columns, so each pixel of a cell is read once. One object serves one
 * session.
 */
public final class RoiAlign {
  /** Channels whose gradient one thread computes at a time. */
  private static final int CHANNELS = 8;

  /** The weights of one region, of one worker. */
  private static final class Weights {
    float[] rows = new float[0];
    float[] columns = new float[0];
    int[] rowSpans = new int[0];
    int[] columnSpans = new int[0];
  }

  private final RegionGrid grid;
  private final Team team;
  private final Weights[] weights;
  private final Team.Task regionChunk = this::regionChunk;
  private final Team.Task channelChunk = this::channelChunk;

  private float[] features = new float[0];
  private int features0;
  private float[] boxes = features;
  private int boxes0;
  private int[] image = new int[0];
  private int image0;
  private float[] cells = features;
  private int cells0;
  private int regions;
  private int images;
  private int channels;
  private int height;
  private int width;

  public RoiAlign(RegionGrid grid, Team team) {
    this.grid = grid;
    this.team = team;
    this.weights = new Weights[team.size()];
    Arrays.setAll(weights, i -> new Weights());
  }

  /** The shapes of a call: {@code regions} boxes, features [images, channels, height, width]. */
  public RoiAlign of(int regions, int images, int channels, int height, int width) {
    this.regions = regions;
    this.images = images;
    this.channels = channels;
    this.height = height;
    this.width = width;
    for (Weights w : weights) {
      if (w.rows.length < grid.height() * height || w.columns.length < grid.width() * width) {
        w.rows = new float[grid.height() * height];
        w.columns = new float[grid.width() * width];
        w.rowSpans = new int[2 * grid.height()];
        w.columnSpans = new int[2 * grid.width()];
      }
    }
    return this;
  }

  /** The means of the cells, [regions, channels, cells along y, cells along x]. */
  public void run(
      float[] x, int x0, float[] boxes, int boxes0, int[] image, int image0, float[] y, int y0) {
    bind(x, x0, boxes, boxes0, image, image0, y, y0);
    team.run(regionChunk, regions);
  }

  /** Adds each cotangent of a cell's mean to the features it was made of. */
  public void gradient(
      float[] dy,
      int dy0,
      float[] boxes,
      int boxes0,
      int[] image,
      int image0,
      float[] dx,
      int dx0) {
    bind(dx, dx0, boxes, boxes0, image, image0, dy, dy0);
    team.run(channelChunk, (channels + CHANNELS - 1) / CHANNELS);
  }

  private void bind(
      float[] x, int x0, float[] boxes, int boxes0, int[] image, int image0, float[] y, int y0) {
    this.features = x;
    this.features0 = x0;
    this.boxes = boxes;
    this.boxes0 = boxes0;
    this.image = image;
    this.image0 = image0;
    this.cells = y;
    this.cells0 = y0;
  }

  private Weights weigh(int region, int worker) {
    Weights w = weights[worker];
    int box = boxes0 + 4 * region;
    grid.weigh(boxes[box + 1], boxes[box + 3], grid.height(), height, w.rows, w.rowSpans);
    grid.weigh(boxes[box], boxes[box + 2], grid.width(), width, w.columns, w.columnSpans);
    return w;
  }

  /** Where the plane of a channel starts. */
  private int plane(int region, int channel) {
    int of = Math.max(0, Math.min(images - 1, image[image0 + region]));
    return features0 + (of * channels + channel) * height * width;
  }

  private int cell(int region, int channel) {
    return cells0 + (region * channels + channel) * grid.height() * grid.width();
  }

  private void regionChunk(int region, int worker) {
    Weights w = weigh(region, worker);
    for (int c = 0; c < channels; c++) {
      int plane = plane(region, c);
      int cell = cell(region, c);
      for (int row = 0; row < grid.height(); row++) {
        for (int column = 0; column < grid.width(); column++) {
          cells[cell++] = mean(w, plane, row, column);
        }
      }
    }
  }

  private float mean(Weights w, int plane, int row, int column) {
    float mean = 0;
    for (int y = w.rowSpans[2 * row]; y < w.rowSpans[2 * row + 1]; y++) {
      float sum = 0;
      for (int x = w.columnSpans[2 * column]; x < w.columnSpans[2 * column + 1]; x++) {
        sum += w.columns[column * width + x] * features[plane + y * width + x];
      }
      mean += w.rows[row * height + y] * sum;
    }
    return mean;
  }

  private void channelChunk(int chunk, int worker) {
    int from = chunk * CHANNELS;
    int to = Math.min(channels, from + CHANNELS);
    for (int n = 0; n < images; n++) {
      int plane = height * width;
      int start = features0 + n * channels * plane;
      Arrays.fill(features, start + from * plane, start + to * plane, 0);
    }
    for (int region = 0; region < regions; region++) {
      Weights w = weigh(region, worker);
      for (int c = from; c < to; c++) {
        int plane = plane(region, c);
        int cell = cell(region, c);
        for (int row = 0; row < grid.height(); row++) {
          for (int column = 0; column < grid.width(); column++) {
            spread(w, plane, row, column, cells[cell++]);
          }
        }
      }
    }
  }

  private void spread(Weights w, int plane, int row, int column, float d) {
    for (int y = w.rowSpans[2 * row]; y < w.rowSpans[2 * row + 1]; y++) {
      float part = w.rows[row * height + y] * d;
      for (int x = w.columnSpans[2 * column]; x < w.columnSpans[2 * column + 1]; x++) {
        features[plane + y * width + x] += w.columns[column * width + x] * part;
      }
    }
  }
}
