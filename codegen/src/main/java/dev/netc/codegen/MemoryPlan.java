package dev.netc.codegen;

import dev.netc.ir.DType;
import dev.netc.ir.Value;
import dev.netc.runtime.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Where the values of a graph are kept for given extents: the generated class places them in the
 * same way.
 *
 * @param extents what the symbolic dims are
 * @param regions one for each element type that occurs
 * @param kernels how many kernels there are
 */
public record MemoryPlan(Map<String, Long> extents, List<Region> regions, int kernels) {
  private static final int WIDEST_BAR = 40;

  /**
   * The array for the values of one element type.
   *
   * @param elements its length
   * @param unshared what its length would be if every value had a place of its own
   */
  public record Region(DType dtype, long elements, long unshared, List<Placed> values) {
    public Region {
      values = List.copyOf(values);
    }

    public long bytes() {
      return elements * dtype.bytes();
    }
  }

  /**
   * A value in its array.
   *
   * @param first the index of the kernel that writes it
   * @param last the index of the last kernel that reads it
   * @param offset its first element
   */
  public record Placed(Value value, int first, int last, long offset, long elements) {}

  public MemoryPlan {
    extents = Map.copyOf(extents);
    regions = List.copyOf(regions);
  }

  /** The plan of a graph's kernels, even if no array holds the values of a type. */
  static MemoryPlan of(KernelPlan plan, Map<String, Long> extents) {
    List<Region> regions = new ArrayList<>();
    for (DType dtype : DType.values()) {
      List<Slot> slots = plan.slots().stream().filter(s -> s.dtype() == dtype).toList();
      int[] first = slots.stream().mapToInt(Slot::first).toArray();
      int[] last = slots.stream().mapToInt(Slot::last).toArray();
      long[] sizes = slots.stream().mapToLong(s -> s.elements().evaluate(extents)).toArray();
      Arena arena = new Arena(first, last, sizes);
      List<Placed> values = new ArrayList<>();
      for (int i = 0; i < first.length; i++) {
        values.add(new Placed(slots.get(i).value(), first[i], last[i], arena.start(i), sizes[i]));
      }
      if (!values.isEmpty()) {
        regions.add(new Region(dtype, arena.elements(), unshared(sizes), values));
      }
    }
    return new MemoryPlan(extents, regions, plan.length());
  }

  /** The length of an array in which all values are kept at the same time. */
  private static long unshared(long[] sizes) {
    return new Arena(new int[sizes.length], new int[sizes.length], sizes).elements();
  }

  /** The memory that the values take. */
  public long bytes() {
    return regions.stream().mapToLong(Region::bytes).sum();
  }

  /** The most memory that values of a kind take while one kernel runs. */
  public long peakBytes(Predicate<Value> kind) {
    long[] kept = new long[kernels + 1];
    for (Region region : regions) {
      for (Placed placed : region.values()) {
        for (int i = placed.first(); kind.test(placed.value()) && i <= placed.last(); i++) {
          kept[i] += placed.elements() * region.dtype().bytes();
        }
      }
    }
    return Arrays.stream(kept).max().orElse(0);
  }

  /** For each region a line a value: where it is, what it is, and a bar over the kernels. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    String where =
        extents.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(e -> e.getKey() + " = " + e.getValue())
            .collect(Collectors.joining(", "));
    for (Region region : regions) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s: %,d elements, %,d bytes%s; %,d elements without sharing%n",
              region.dtype(),
              region.elements(),
              region.bytes(),
              where.isEmpty() ? "" : " for " + where,
              region.unshared()));
      text.append("   offset    elements  kernels    value\n");
      for (Placed v : region.values()) {
        text.append(
            String.format(
                Locale.ROOT,
                "%,9d  %,10d  %3d to %3d %-24s %s%n",
                v.offset(),
                v.elements(),
                v.first(),
                Math.min(v.last(), kernels - 1),
                KernelNames.of(v.value()),
                bar(v)));
      }
    }
    return text.toString();
  }

  /** A block for each kernel, or each few of them, during which the value is kept. */
  private String bar(Placed value) {
    int width = Math.min(kernels, WIDEST_BAR);
    int from = value.first() * width / kernels;
    int to = Math.min(value.last(), kernels - 1) * width / kernels;
    return "\u00b7".repeat(from) + "\u2588".repeat(to - from + 1) + "\u00b7".repeat(width - 1 - to);
  }
}
