package dev.netc.frontend;

import dev.netc.ir.DType;
import dev.netc.ir.Expressions;
import dev.netc.ir.Indexing.Distribution;
import dev.netc.ir.Indexing.Random;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.List;

/**
 * Random numbers. Each draw has a place of its own in the network, given out by {@link Places} in
 * the order in which the source is elaborated.
 */
final class RandomOperators {
  static final List<Operator> ALL =
      List.of(
          Operator.of(
              "uniform(shape, low?, high?)",
              "Drawn evenly from `low` (0) up to `high` (1), which is left out.",
              RandomOperators::uniform),
          Operator.of(
              "normal(shape, mean?, deviation?)",
              "Drawn from a normal distribution.",
              RandomOperators::normal),
          Operator.of(
              "bernoulli(shape, probability)",
              "true with this probability, bool.",
              RandomOperators::bernoulli));

  private RandomOperators() {}

  private static Value draw(Distribution distribution, Arguments a) {
    Value seed = scalar(a, "seed");
    Value step = scalar(a, "step");
    TensorType type = new TensorType(DType.F32, a.shape("shape"));
    return a.frame()
        .builder()
        .add(new Random(distribution, seed, step, a.frame().places().next(), type));
  }

  private static Value scalar(Arguments a, String name) {
    return a.ambient(name)
        .flatMap(m -> Elaborator.values(m).stream().findFirst())
        .orElseThrow(
            () ->
                Mistake.at(
                        a.span(),
                        "random numbers exist only while training",
                        "this network has no " + name)
                    .withHelp("use `if training { ... }` around it"));
  }

  private static Meaning uniform(Arguments a) {
    double low = a.real("low", 0);
    double high = a.real("high", 1);
    Expressions e = a.expressions();
    Value x = draw(Distribution.UNIFORM, a);
    return a.result(low == 0 && high == 1 ? x : e.plus(e.times(x, high - low), low));
  }

  private static Meaning normal(Arguments a) {
    double mean = a.real("mean", 0);
    double deviation = a.real("deviation", 1);
    Expressions e = a.expressions();
    Value x = draw(Distribution.NORMAL, a);
    return a.result(mean == 0 && deviation == 1 ? x : e.plus(e.times(x, deviation), mean));
  }

  private static Meaning bernoulli(Arguments a) {
    Expressions e = a.expressions();
    Value x = draw(Distribution.UNIFORM, a);
    Value probability = a.tensor("probability");
    return a.result(e.compare(dev.netc.ir.Elementwise.Comparison.LESS, x, probability));
  }
}
