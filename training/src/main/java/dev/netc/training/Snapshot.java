package dev.netc.training;

import dev.netc.runtime.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A copy of all that an update changes, in memory. */
final class Snapshot {
  private final Map<String, Tensor> tensors;
  private final Map<String, Tensor> copies = new LinkedHashMap<>();
  private Map<String, Tensor> carried = Map.of();
  private long step = -1;

  /**
   * @param tensors parameters and states, whose arrays the updates change
   */
  Snapshot(Map<String, Tensor> tensors) {
    this.tensors = tensors;
    tensors.forEach(
        (path, tensor) -> copies.put(path, Tensor.zeros(tensor.type(), tensor.shape())));
  }

  /**
   * Keeps what there is before update {@code number}; an older copy stays if this one has lost
   * numbers that the older one has.
   */
  void take(Feed feed, long number) {
    if (step < 0 || lost().isEmpty()) {
      tensors.forEach((path, tensor) -> copy(tensor, copies.get(path)));
      carried = feed.carried();
      step = number;
    }
  }

  void restore(Feed feed) {
    tensors.forEach((path, tensor) -> copy(copies.get(path), tensor));
    feed.carry(carried);
  }

  /** The update before which it was taken. */
  long step() {
    return step;
  }

  /** The tensors that are finite in this copy and no more. */
  List<String> lost() {
    return tensors.keySet().stream()
        .filter(path -> !isFinite(tensors.get(path)) && isFinite(copies.get(path)))
        .toList();
  }

  private static void copy(Tensor from, Tensor to) {
    System.arraycopy(from.data(), 0, to.data(), 0, from.size());
  }

  private static boolean isFinite(Tensor tensor) {
    return switch (tensor.data()) {
      case float[] a -> IntStream.range(0, a.length).allMatch(i -> Float.isFinite(a[i]));
      case double[] a -> IntStream.range(0, a.length).allMatch(i -> Double.isFinite(a[i]));
      default -> true;
    };
  }
}
