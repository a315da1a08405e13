package dev.netc.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The extents of a tensor, outermost first. The empty shape is a scalar's. */
public record Shape(List<Dim> dims) {
  public static final Shape SCALAR = new Shape(List.of());

  public Shape {
    dims = List.copyOf(dims);
  }

  public static Shape of(long... dims) {
    return new Shape(Arrays.stream(dims).mapToObj(Dim::of).toList());
  }

  public static Shape of(Dim... dims) {
    return new Shape(List.of(dims));
  }

  public int rank() {
    return dims.size();
  }

  public boolean isScalar() {
    return dims.isEmpty();
  }

  /** The extent of axis {@code axis}, counted from 0. */
  public Dim dim(int axis) {
    return dims.get(axis);
  }

  /** The number of elements. */
  public Dim size() {
    return dims.stream().reduce(Dim.of(1), Dim::times);
  }

  /** This shape without the axes {@code axes}. */
  public Shape without(List<Integer> axes) {
    List<Dim> kept = new ArrayList<>();
    for (int i = 0; i < rank(); i++) {
      if (!axes.contains(i)) {
        kept.add(dim(i));
      }
    }
    return new Shape(kept);
  }

  /** This shape with axis {@code axis} of extent {@code extent}. */
  public Shape with(int axis, Dim extent) {
    List<Dim> changed = new ArrayList<>(dims);
    changed.set(axis, extent);
    return new Shape(changed);
  }

  public Shape substitute(Map<String, Dim> binding) {
    return new Shape(dims.stream().map(d -> d.substitute(binding)).toList());
  }

  /** The extents under a binding of all symbols. */
  public int[] evaluate(Map<String, Long> binding) {
    return dims.stream().mapToInt(d -> Math.toIntExact(d.evaluate(binding))).toArray();
  }

  /** {@code [N, 6, 28, 28]}. */
  @Override
  public String toString() {
    return dims.stream().map(Dim::toString).collect(Collectors.joining(", ", "[", "]"));
  }
}
