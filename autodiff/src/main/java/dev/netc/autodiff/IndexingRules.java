package dev.netc.autodiff;

import dev.netc.ir.Dim;
import dev.netc.ir.Indexing;
import dev.netc.ir.Indexing.Gather;
import dev.netc.ir.Indexing.Random;
import dev.netc.ir.Indexing.ScatterAdd;
import dev.netc.ir.Value;
import java.util.List;

/** Gather and scatter are each other's transposes. */
final class IndexingRules {
  private IndexingRules() {}

  static List<Cotangent> pull(Indexing op, Value dy) {
    return switch (op) {
      case Gather(Value table, Value indices) ->
          List.of(
              new Cotangent(
                  0, e -> e.builder().add(new ScatterAdd(dy, indices, table.shape().dim(0)))));
      case ScatterAdd(Value updates, Value indices, Dim rows) ->
          List.of(new Cotangent(0, e -> e.builder().add(new Gather(dy, indices))));
      case Random r -> List.of();
    };
  }
}
