package dev.netc.ir;

import java.util.List;

/** Operators along one axis, which stays: each line of elements is a problem of its own. */
public sealed interface Along extends Op {
  /**
   * The sums of the elements from the first to each.
   *
   * @param exclusive whether a sum leaves out its own element, so that the first is 0
   * @param reversed whether sums go from the last element to each
   */
  record CumulativeSum(Value x, int axis, boolean exclusive, boolean reversed) implements Along {
    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new CumulativeSum(o.get(0), axis, exclusive, reversed);
    }

    @Override
    public Type infer() {
      Rules.axesInRange("cumsum", List.of(axis), x.tensor().rank());
      Rules.require(x.dtype() != DType.BOOL, "cumsum does not take %s", x.tensor());
      return x.tensor();
    }
  }

  /**
   * The i32 indices that sort the elements; of equal elements, and so of 0 and -0, the lowest index
   * is first. NaN counts as larger than infinity.
   */
  record ArgSort(Value x, int axis, boolean descending) implements Along {
    @Override
    public List<Value> operands() {
      return List.of(x);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new ArgSort(o.get(0), axis, descending);
    }

    @Override
    public Type infer() {
      Rules.axesInRange("argsort", List.of(axis), x.tensor().rank());
      Rules.require(x.dtype() != DType.BOOL, "argsort does not take %s", x.tensor());
      return x.tensor().withDType(DType.I32);
    }
  }
}
