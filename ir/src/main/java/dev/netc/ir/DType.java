package dev.netc.ir;

import java.util.Locale;

/** The element type of a tensor. Printed and written in lower case: {@code f32}. */
public enum DType {
  F32(4),
  F64(8),
  I32(4),
  I64(8),
  BOOL(1);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** The size of one element in bytes. */
  public int bytes() {
    return bytes;
  }

  public boolean isFloat() {
    return this == F32 || this == F64;
  }

  public boolean isInteger() {
    return this == I32 || this == I64;
  }

  /** The dtype written as {@code text}, for example {@code "i64"}. */
  public static java.util.Optional<DType> parse(String text) {
    for (DType dtype : values()) {
      if (dtype.toString().equals(text)) {
        return java.util.Optional.of(dtype);
      }
    }
    return java.util.Optional.empty();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
