package dev.netc.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lines of an image with their padding, sixteen channels at a time, so that neighbouring pixels are
 * sixteen elements apart whatever the number of channels is: what {@link DirectTiles} read. The
 * columns of a stride are split into its phases, so that neighbouring results see neighbours too.
 *
 * <p>The taps that a tile can read one after another are a run: those of one block of channels, one
 * line of the kernel and one phase, tap by tap, each with its sixteen channels.
 */
final class BlockedLines {
  /** Channels in a block. */
  static final int CHANNELS = 16;

  /** A few taps of a line of the kernel, side by side in one phase. */
  private record Group(int phase, int column, List<Integer> taps) {}

  private final SlidingWindow window;
  private final int own;
  private final List<Integer> phases = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();
  private final int pitch;

  /**
   * @param own the channels of a group, a multiple of {@link #CHANNELS}
   */
  BlockedLines(SlidingWindow window, int own) {
    this.window = window;
    this.own = own;
    int stride = window.stride(2);
    for (int phase = 0; phase < stride; phase++) {
      List<Integer> taps = new ArrayList<>();
      for (int k = 0; k < window.kernel(2); k++) {
        int column = k * window.dilation(2);
        if (column % stride == phase) {
          boolean follows =
              !taps.isEmpty() && column - taps.getLast() * window.dilation(2) == stride;
          if (!taps.isEmpty() && !follows) {
            add(phase, taps);
            taps = new ArrayList<>();
          }
          taps.add(k);
        }
      }
      if (!taps.isEmpty()) {
        add(phase, taps);
      }
    }
    this.pitch = window.result(2) + (window.kernel(2) - 1) * window.dilation(2) / stride;
  }

  private void add(int phase, List<Integer> taps) {
    if (!phases.contains(phase)) {
      phases.add(phase);
    }
    int column = taps.getFirst() * window.dilation(2) / window.stride(2);
    groups.add(new Group(phases.indexOf(phase), column, taps));
  }

  /** Whether a convolution of so many channels in a group is done by direct tiles. */
  static boolean fits(SlidingWindow window, int own) {
    return own % CHANNELS == 0 && window.taps() > 1;
  }

  /** The weights in the order in which runs read them: {@code channel * taps + tap} for each. */
  int[] order() {
    int[] order = new int[own * window.taps()];
    int at = 0;
    for (int block = 0; block < own; block += CHANNELS) {
      for (int line = 0; line < window.kernel(0) * window.kernel(1); line++) {
        for (Group group : groups) {
          for (int k : group.taps()) {
            for (int c = block; c < block + CHANNELS; c++) {
              order[at++] = c * window.taps() + line * window.kernel(2) + k;
            }
          }
        }
      }
    }
    return order;
  }

  /** The lines of the image that so many lines of the result see in one plane. */
  private int lines(int rows) {
    return (rows - 1) * window.stride(1) + (window.kernel(1) - 1) * window.dilation(1) + 1;
  }

  /** The elements of what so many lines of the result see. */
  int length(int rows) {
    return own * window.kernel(0) * lines(rows) * lineLength() + slack();
  }

  /** Tiles read past the last pixel. */
  private int slack() {
    return CHANNELS * DirectTiles.MOST_PIXELS;
  }

  private int lineLength() {
    return phases.size() * pitch;
  }

  /** How far apart the first pixels of two lines of the result are. */
  int rowStep() {
    return window.stride(1) * lineLength() * CHANNELS;
  }

  /** Where runs start for the first pixel of the result, if so many lines are loaded. */
  int[] starts(int rows) {
    int[] starts = new int[runs()];
    int at = 0;
    for (int block = 0; block < own / CHANNELS; block++) {
      for (int kz = 0; kz < window.kernel(0); kz++) {
        for (int ky = 0; ky < window.kernel(1); ky++) {
          int line = (block * window.kernel(0) + kz) * lines(rows) + ky * window.dilation(1);
          for (Group group : groups) {
            starts[at++] =
                (line * lineLength() + group.phase() * pitch + group.column()) * CHANNELS;
          }
        }
      }
    }
    return starts;
  }

  private int runs() {
    return own / CHANNELS * window.kernel(0) * window.kernel(1) * groups.size();
  }

  /** The elements of each run. */
  int[] lengths() {
    int[] lengths = new int[runs()];
    Arrays.setAll(lengths, i -> groups.get(i % groups.size()).taps().size() * CHANNELS);
    return lengths;
  }

  /**
   * Loads what {@code rows} lines of the result see.
   *
   * @param at the first channel of the group in the first pixel of the image
   * @param channels of a pixel
   * @param z of the plane of the result
   * @param y of its first line
   */
  void load(
      DirectTiles tiles, float[] x, int at, int channels, int z, int y, int rows, float[] to) {
    int lines = lines(rows);
    int blockStep = window.kernel(0) * lines * lineLength() * CHANNELS;
    for (int kz = 0; kz < window.kernel(0); kz++) {
      int plane = window.source(0, z, kz);
      for (int line = 0; line < lines; line++) {
        int row = y * window.stride(1) - window.padding(1) + line;
        int pixel = window.line(0, plane, row);
        int first = (kz * lines + line) * lineLength() * CHANNELS;
        int from = at + pixel * channels;
        for (int p = 0; p < phases.size(); p++) {
          columns(
              tiles,
              x,
              from,
              channels,
              pixel >= 0,
              phases.get(p),
              to,
              first + p * pitch * CHANNELS,
              blockStep);
        }
      }
    }
  }

  /** The columns of one phase of one line. */
  private void columns(
      DirectTiles tiles,
      float[] x,
      int line,
      int channels,
      boolean inside,
      int phase,
      float[] to,
      int at,
      int blockStep) {
    int stride = window.stride(2);
    int left = phase - window.padding(2);
    int first = left >= 0 ? 0 : Math.min(pitch, (-left + stride - 1) / stride);
    int room = window.image(2) - 1 - left;
    int limit = inside ? room < 0 ? first : Math.clamp(room / stride + 1, first, pitch) : first;
    for (int block = 0; block < own / CHANNELS; block++) {
      int start = at + block * blockStep;
      Arrays.fill(to, start, start + first * CHANNELS, 0);
      Arrays.fill(to, start + limit * CHANNELS, start + pitch * CHANNELS, 0);
      int from = line + (left + first * stride) * channels + block * CHANNELS;
      tiles.load(x, from, stride * channels, to, start + first * CHANNELS, limit - first);
    }
  }
}
