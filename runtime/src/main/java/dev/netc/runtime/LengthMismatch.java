package dev.netc.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Why inputs do not fit: the first whose length is not that of its shape, and for which extents
 * inputs would fit.
 */
final class LengthMismatch {
  private final Signature signature;
  private final long[] dims;
  private final long[] lengths;
  private final long[] needed;

  LengthMismatch(Signature signature, long[] dims, long[] lengths, long[] needed) {
    this.signature = signature;
    this.dims = dims;
    this.lengths = lengths;
    this.needed = needed;
  }

  String text() {
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] < 0) {
        return "%s is %,d: a dim is 0 or more".formatted(signature.symbols().get(i), dims[i]);
      }
    }
    int wrong = 0;
    while (lengths[wrong] == needed[wrong]) {
      wrong++;
    }
    Signature.Slot slot = signature.inputs().get(wrong);
    String extents = extents(slot);
    String text =
        "%s has %,d elements; %s%s has %,d%s"
            .formatted(
                slot.name(),
                lengths[wrong],
                slot.type(),
                slot.shape(),
                needed[wrong],
                extents.isEmpty() ? "" : " at " + extents);
    for (String symbol : signature.symbols()) {
      if (slot.shape().contains(symbol)) {
        text += advice(symbol);
      }
    }
    return text;
  }

  /** {@code N = 2}, the dims that are in the shape. */
  private String extents(Signature.Slot slot) {
    List<String> extents = new ArrayList<>();
    for (int i = 0; i < dims.length; i++) {
      String symbol = signature.symbols().get(i);
      if (slot.shape().stream().anyMatch(d -> d.matches(".*\\b" + symbol + "\\b.*"))) {
        extents.add("%s = %,d".formatted(symbol, dims[i]));
      }
    }
    return String.join(", ", extents);
  }

  /** For which extent each input would fit that tells. */
  private String advice(String symbol) {
    List<String> fits = new ArrayList<>();
    OptionalLong common = OptionalLong.empty();
    boolean agree = true;
    for (int i = 0; i < lengths.length; i++) {
      OptionalLong extent = fitting(signature.inputs().get(i), lengths[i], symbol);
      if (extent.isPresent()) {
        fits.add(
            "%s fits %s = %,d"
                .formatted(signature.inputs().get(i).name(), symbol, extent.getAsLong()));
        agree &= common.isEmpty() || common.equals(extent);
        common = extent;
      }
    }
    if (fits.isEmpty()) {
      return "";
    }
    return "; " + String.join(", ", fits) + (agree ? "" : ": inputs must agree on " + symbol);
  }

  /** The extent of {@code symbol} for which the length is that of the shape, if there is one. */
  private OptionalLong fitting(Signature.Slot slot, long length, String symbol) {
    long others = 1;
    int times = 0;
    for (String extent : slot.shape()) {
      if (extent.equals(symbol)) {
        times++;
      } else if (extent.matches("\\d+")) {
        others *= Long.parseLong(extent);
      } else if (signature.symbols().contains(extent)) {
        others *= dims[signature.symbols().indexOf(extent)];
      } else {
        return OptionalLong.empty();
      }
    }
    return times == 1 && others > 0 && length % others == 0
        ? OptionalLong.of(length / others)
        : OptionalLong.empty();
  }
}
