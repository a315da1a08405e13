package dev.netc.ir;

import java.util.ArrayList;
import java.util.List;

/** Products of matrices. */
public sealed interface Linear extends Op {
  /**
   * The product of the last two axes, for each index of the leading axes, which agree: [..., m, k]
   * by [..., k, n] is [..., m, n].
   *
   * @param transposeA whether {@code a} is stored as [..., k, m]
   * @param transposeB whether {@code b} is stored as [..., n, k]
   */
  record MatMul(Value a, Value b, boolean transposeA, boolean transposeB) implements Linear {
    @Override
    public List<Value> operands() {
      return List.of(a, b);
    }

    @Override
    public Op withOperands(List<Value> o) {
      return new MatMul(o.get(0), o.get(1), transposeA, transposeB);
    }

    @Override
    public Type infer() {
      Rules.sameDType("matmul", a, b);
      Rules.require(a.dtype().isFloat(), "matmul does not take %s", a.tensor());
      int rank = a.tensor().rank();
      Rules.require(
          rank >= 2 && b.tensor().rank() == rank,
          "matmul needs two tensors of one rank of at least 2, these are %s and %s",
          a.tensor(),
          b.tensor());
      List<Dim> dims = new ArrayList<>(a.shape().dims().subList(0, rank - 2));
      Rules.require(
          dims.equals(b.shape().dims().subList(0, rank - 2)),
          "matmul: leading extents of %s and %s disagree",
          a.tensor(),
          b.tensor());
      Rules.equalDim("matmul", "inner extents", innerOfA(), innerOfB());
      dims.add(a.shape().dim(transposeA ? rank - 1 : rank - 2));
      dims.add(b.shape().dim(transposeB ? rank - 2 : rank - 1));
      return a.tensor().withShape(new Shape(dims));
    }

    private Dim innerOfA() {
      int rank = a.tensor().rank();
      return a.shape().dim(transposeA ? rank - 2 : rank - 1);
    }

    private Dim innerOfB() {
      int rank = b.tensor().rank();
      return b.shape().dim(transposeB ? rank - 1 : rank - 2);
    }
  }
}
