package dev.netc.cli;

import dev.netc.ir.reference.Array;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Arrays in messages. */
final class ArrayText {
  private static final int MOST = 12;

  private ArrayText() {}

  /** {@code x = [0, 1], s = 2}. */
  static String inputs(Map<String, Array> inputs) {
    return inputs.entrySet().stream()
        .map(e -> e.getKey() + " = " + of(e.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** {@code [[1, 2], [3, 4]]}; of a large one the elements in one row, without the last. */
  static String of(Array array) {
    return array.size() > MOST
        ? IntStream.range(0, MOST)
            .mapToObj(i -> number(array.get(i)))
            .collect(Collectors.joining(", ", "[", ", ...]"))
        : nested(array, 0, 0, array.size());
  }

  private static String nested(Array array, int axis, int from, int size) {
    if (axis == array.rank()) {
      return number(array.get(from));
    }
    int extent = array.shape()[axis];
    int each = size / extent;
    return IntStream.range(0, extent)
        .mapToObj(i -> nested(array, axis + 1, from + i * each, each))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.4g", value);
    return text.contains(".") && !text.contains("e")
        ? text.replaceAll("\\.?0+$", "")
        : text.replace("Infinity", "infinity");
  }
}
