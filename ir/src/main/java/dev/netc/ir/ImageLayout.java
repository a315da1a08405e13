package dev.netc.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The order of the axes of a batch of images. The language writes channels first; a pass may choose
 * otherwise.
 */
public enum ImageLayout {
  /** N, C, spatial axes. */
  CHANNELS_FIRST,
  /** N, spatial axes, C. */
  CHANNELS_LAST;

  /** The axis of the channels in a batch of images of {@code rank} axes. */
  public int channelAxis(int rank) {
    return this == CHANNELS_FIRST ? 1 : rank - 1;
  }

  /** The axis of spatial axis {@code spatial}, counted from 0. */
  public int spatialAxis(int spatial) {
    return this == CHANNELS_FIRST ? spatial + 2 : spatial + 1;
  }

  /** The shape with these extents in this layout. */
  public Shape shape(Dim batch, Dim channels, List<Dim> spatial) {
    List<Dim> dims = new ArrayList<>();
    dims.add(batch);
    dims.addAll(spatial);
    dims.add(this == CHANNELS_FIRST ? 1 : dims.size(), channels);
    return new Shape(dims);
  }

  /** The spatial extents of an image shape in this layout. */
  public List<Dim> spatial(Shape image) {
    return this == CHANNELS_FIRST
        ? image.dims().subList(2, image.rank())
        : image.dims().subList(1, image.rank() - 1);
  }

  public Dim channels(Shape image) {
    return image.dim(channelAxis(image.rank()));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
