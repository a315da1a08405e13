package dev.netc.cli;

import dev.netc.cli.SeparableCosts.Cost;
import dev.netc.cli.SeparableCosts.Layer;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Shows the costs of convolutions beside those of what could stand in their place. */
record SeparableTable(List<Layer> layers) {
  private static final String ROW = "  %-18s %-25s %8s %8s   %8s %8s %5s   %8s %8s %5s%n";

  void print(PrintWriter out) {
    out.printf(
        "%nConvolutions, and others in their place: weights, MACs, MACs as a share of those now.%n%n");
    out.printf("  %-44s %17s   %23s   %23s%n", "", "now", "separable", "1xk + kx1");
    out.printf(
        ROW,
        "layer",
        "channels, kernel",
        "weights",
        "MACs",
        "weights",
        "MACs",
        "share",
        "weights",
        "MACs",
        "share");
    for (Layer layer : layers) {
      row(out, layer.name(), layer.shape(), layer.cost(), layer.separable(), layer.factorised());
    }
    row(
        out,
        "all of them",
        "",
        total(Layer::cost),
        Optional.of(total(l -> l.separable().orElse(l.cost()))),
        Optional.of(total(l -> l.factorised().orElse(l.cost()))));
  }

  private static void row(
      PrintWriter out,
      String name,
      String shape,
      Cost now,
      Optional<Cost> separable,
      Optional<Cost> factorised) {
    out.printf(
        ROW,
        name,
        shape,
        rounded(now.weights()),
        rounded(now.products()),
        separable.map(c -> rounded(c.weights())).orElse("-"),
        separable.map(c -> rounded(c.products())).orElse("-"),
        separable.map(c -> "%.2f".formatted(share(c, now))).orElse("-"),
        factorised.map(c -> rounded(c.weights())).orElse("-"),
        factorised.map(c -> rounded(c.products())).orElse("-"),
        factorised.map(c -> "%.2f".formatted(share(c, now))).orElse("-"));
  }

  private Cost total(Function<Layer, Cost> costs) {
    return layers.stream().map(costs).reduce(new Cost(0, 0), Cost::plus);
  }

  private static double share(Cost other, Cost now) {
    return (double) other.products() / now.products();
  }

  /** {@code 240.0 k}. */
  private static String rounded(long count) {
    String[] units = {"", " k", " M", " G", " T", " P"};
    double rest = count;
    int unit = 0;
    while (rest >= 999.95 && unit < units.length - 1) {
      rest /= 1000;
      unit++;
    }
    return unit == 0
        ? String.valueOf(count)
        : String.format(Locale.ROOT, "%.1f%s", rest, units[unit]);
  }

  /** The same for programs, exact. */
  List<Map<String, Object>> fields() {
    return layers.stream().map(SeparableTable::fields).toList();
  }

  private static Map<String, Object> fields(Layer layer) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("layer", layer.name());
    fields.put("convolution", layer.shape());
    fields.put("weights", layer.cost().weights());
    fields.put("multiply_accumulates", layer.cost().products());
    layer.separable().ifPresent(c -> fields.put("separable", fields(c, layer.cost())));
    layer.factorised().ifPresent(c -> fields.put("factorised", fields(c, layer.cost())));
    return fields;
  }

  private static Map<String, Object> fields(Cost other, Cost now) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("weights", other.weights());
    fields.put("multiply_accumulates", other.products());
    fields.put("share_of_multiply_accumulates", share(other, now));
    return fields;
  }
}
