package dev.netc.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one variant of a sweep costs and gives.
 *
 * @param latencyMs of one inference
 * @param ratio of the latency to that of the first variant, in rounds that took turns
 * @param scores loss and metrics on the test examples; none if there are no trained weights
 */
record SweepPoint(
    String name, Contender form, double latencyMs, double ratio, Map<String, Double> scores) {
  SweepPoint {
    scores = new LinkedHashMap<>(scores);
  }

  long flops() {
    return 2 * form.products();
  }

  /** The first metric, of which more is better, or the loss, of which less is. */
  double quality() {
    return scores.entrySet().stream()
        .filter(e -> !e.getKey().equals("loss"))
        .findFirst()
        .map(Map.Entry::getValue)
        .orElseGet(() -> -scores.getOrDefault("loss", 0.0));
  }

  /** What {@link #quality} is, as an axis. */
  String qualityName() {
    return scores.keySet().stream()
        .filter(n -> !n.equals("loss"))
        .findFirst()
        .orElse("loss, negative");
  }

  /** Whether no other is better in one of quality, latency and FLOPs and as good in the others. */
  boolean isOnFront(List<SweepPoint> all) {
    return all.stream().noneMatch(this::isBeatenBy);
  }

  private boolean isBeatenBy(SweepPoint other) {
    return other.quality() >= quality()
        && other.latencyMs <= latencyMs
        && other.flops() <= flops()
        && (other.quality() > quality() || other.latencyMs < latencyMs || other.flops() < flops());
  }

  Map<String, Object> fields(List<SweepPoint> all) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("variant", name);
    fields.put("passes", form.pipeline().toString());
    fields.put("parameters", form.parameters());
    fields.put("multiply_accumulates", form.products());
    fields.put("flops", flops());
    fields.put("arena_bytes", form.arenaBytes());
    fields.put("latency_ms", latencyMs);
    fields.put("latency_ratio", ratio);
    fields.put("scores", scores);
    fields.put("front", isOnFront(all));
    return fields;
  }
}
