package dev.netc.runtime;

import java.util.Locale;

/** The element type of a tensor at run time, and the Java array that holds its elements. */
public enum ElementType {
  /** {@code float[]}. */
  F32(4),
  /** {@code double[]}. */
  F64(8),
  /** {@code int[]}. */
  I32(4),
  /** {@code long[]}. */
  I64(8),
  /** {@code boolean[]}. */
  BOOL(1);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** The size of one element in bytes, in memory and in files. */
  public int bytes() {
    return bytes;
  }

  /** A new array of {@code length} elements, all zero. */
  public Object newArray(int length) {
    return switch (this) {
      case F32 -> new float[length];
      case F64 -> new double[length];
      case I32 -> new int[length];
      case I64 -> new long[length];
      case BOOL -> new boolean[length];
    };
  }

  /** Whether an object is an array of such elements. */
  boolean holds(Object array) {
    return switch (this) {
      case F32 -> array instanceof float[];
      case F64 -> array instanceof double[];
      case I32 -> array instanceof int[];
      case I64 -> array instanceof long[];
      case BOOL -> array instanceof boolean[];
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
