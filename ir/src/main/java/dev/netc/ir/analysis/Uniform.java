package dev.netc.ir.analysis;

import dev.netc.ir.Dim;
import dev.netc.ir.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * What is equal to what in a tensor.
 *
 * @param axes those along which all elements are equal, among them every axis of extent 1
 * @param number what every element is, if that is known
 */
public record Uniform(Set<Integer> axes, OptionalDouble number) {
  public Uniform {
    axes = Set.copyOf(axes);
  }

  /** Nothing is known. */
  public static Uniform nowhere(Shape shape) {
    return along(shape, axis -> false);
  }

  /** All elements are {@code number}. */
  public static Uniform number(Shape shape, double number) {
    return new Uniform(along(shape, axis -> true).axes, OptionalDouble.of(number));
  }

  /** Elements are equal along the axes chosen. */
  static Uniform along(Shape shape, IntPredicate chosen) {
    Set<Integer> axes = new HashSet<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (shape.dim(axis).equals(Dim.of(1)) || chosen.test(axis)) {
        axes.add(axis);
      }
    }
    return new Uniform(axes, OptionalDouble.empty());
  }

  public boolean along(int axis) {
    return axes.contains(axis);
  }

  boolean along(List<Integer> all) {
    return axes.containsAll(all);
  }

  public boolean isZero() {
    return is(0);
  }

  boolean is(double value) {
    return number.isPresent() && number.getAsDouble() == value;
  }

  /** What holds of both. */
  public Uniform and(Uniform other) {
    Set<Integer> both = new HashSet<>(axes);
    both.retainAll(other.axes);
    boolean isOne = number.isPresent() && other.is(number.getAsDouble());
    return new Uniform(both, isOne ? number : OptionalDouble.empty());
  }
}
