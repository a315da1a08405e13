package dev.netc.cli;

import java.util.Locale;

/** Quantities as a person reads them. */
final class Units {
  private static final String[] BYTES = {"B", "KB", "MB", "GB", "TB"};
  private static final String[] COUNTS = {"", " k", " M", " G", " T"};

  private Units() {}

  /** {@code 18.4 KB}. */
  static String bytes(long bytes) {
    return scaled(bytes, 1024, BYTES, " ", "%.1f");
  }

  /** {@code 41.0 M}. */
  static String count(long count) {
    return scaled(count, 1000, COUNTS, "", "%.3g");
  }

  private static String scaled(
      long number, int step, String[] units, String between, String format) {
    double size = number;
    int unit = 0;
    while (size >= step && unit < units.length - 1) {
      size /= step;
      unit++;
    }
    String text = unit == 0 ? Long.toString(number) : String.format(Locale.ROOT, format, size);
    return text + between + units[unit];
  }
}
