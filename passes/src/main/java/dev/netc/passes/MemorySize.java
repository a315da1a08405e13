package dev.netc.passes;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory, as a person writes it: {@code 256MB}, {@code 1.5GB}, {@code 800KB}, {@code
 * 4096}. Each unit is 1,024 of the one before.
 */
public record MemorySize(long bytes) {
  /** As much as there is. */
  public static final MemorySize UNLIMITED = new MemorySize(Long.MAX_VALUE);

  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)\\s*([kmgt]?)i?b?", Pattern.CASE_INSENSITIVE);
  private static final String UNITS = "kmgt";
  private static final int STEP = 1024;

  /**
   * @throws IllegalArgumentException if it is less than a byte
   */
  public MemorySize {
    if (bytes < 1) {
      throw new IllegalArgumentException("at least 1 byte is needed, not " + bytes);
    }
  }

  /**
   * The amount that a text says.
   *
   * @throws IllegalArgumentException if it says none; the message shows how it is written
   */
  public static MemorySize parse(String text) {
    if (text.strip().equalsIgnoreCase("unlimited")) {
      return UNLIMITED;
    }
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "`%s` is no amount of memory; it looks like 256MB, 1.5GB or 800KB".formatted(text));
    }
    double factor =
        matcher.group(2).isEmpty()
            ? 1
            : Math.pow(STEP, 1 + UNITS.indexOf(matcher.group(2).toLowerCase(Locale.ROOT)));
    return new MemorySize((long) (Double.parseDouble(matcher.group(1)) * factor));
  }

  public boolean isUnlimited() {
    return equals(UNLIMITED);
  }

  /** In the largest unit of which it is a whole number, as {@link #parse} reads it. */
  @Override
  public String toString() {
    if (isUnlimited()) {
      return "unlimited";
    }
    long number = bytes;
    int unit = 0;
    while (unit < UNITS.length() && number % STEP == 0) {
      number /= STEP;
      unit++;
    }
    String prefix = unit == 0 ? "" : UNITS.substring(unit - 1, unit).toUpperCase(Locale.ROOT);
    return number + prefix + "B";
  }
}
