package dev.netc.cli.lowrank;

import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The best approximation of a matrix as a product of two whose inner extent is small: {@code left}
 * [rows, rank] by {@code right} [rank, columns] (Eckart and Young 1936).
 *
 * @param energy the part of the sum of squares of the matrix that the product has
 */
record Factors(DMatrixRMaj left, DMatrixRMaj right, double energy) {
  /**
   * The factors of the least rank that keep at least {@code energy}, a part from 0 to 1, of the sum
   * of squares.
   */
  static Factors of(DMatrixRMaj matrix, double energy) {
    boolean wide = matrix.numCols > matrix.numRows;
    // Singular vectors of the short side are eigenvectors of its Gram matrix, which is small.
    DMatrixRMaj gram = new DMatrixRMaj(1, 1);
    if (wide) {
      CommonOps_DDRM.multTransB(matrix, matrix, gram);
    } else {
      CommonOps_DDRM.multTransA(matrix, matrix, gram);
    }
    int side = gram.numRows;
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(side, true, true);
    if (!eigen.decompose(gram)) {
      throw new ArithmeticException("the singular values of a matrix do not converge");
    }
    int[] descending =
        IntStream.range(0, side)
            .boxed()
            .sorted((i, j) -> Double.compare(value(eigen, j), value(eigen, i)))
            .mapToInt(Integer::intValue)
            .toArray();
    double total = IntStream.range(0, side).mapToDouble(i -> value(eigen, i)).sum();
    double kept = 0;
    int rank = 0;
    while (rank < side && (rank == 0 || kept < energy * total * (1 - 1e-12))) {
      kept += value(eigen, descending[rank++]);
    }
    DMatrixRMaj vectors = new DMatrixRMaj(side, rank);
    for (int i = 0; i < rank; i++) {
      DMatrixRMaj vector = eigen.getEigenVector(descending[i]);
      CommonOps_DDRM.insert(vector, vectors, 0, i);
    }
    return split(matrix, vectors, wide, total == 0 ? 1 : kept / total);
  }

  private static double value(EigenDecomposition_F64<DMatrixRMaj> eigen, int i) {
    return Math.max(0, eigen.getEigenvalue(i).getReal());
  }

  /** The projection of the matrix on vectors of its short side. */
  private static Factors split(
      DMatrixRMaj matrix, DMatrixRMaj vectors, boolean wide, double energy) {
    DMatrixRMaj projected = new DMatrixRMaj(1, 1);
    if (wide) {
      CommonOps_DDRM.multTransA(vectors, matrix, projected);
      return new Factors(vectors, projected, energy);
    }
    CommonOps_DDRM.mult(matrix, vectors, projected);
    DMatrixRMaj right = new DMatrixRMaj(1, 1);
    CommonOps_DDRM.transpose(vectors, right);
    return new Factors(projected, right, energy);
  }

  int rank() {
    return left.numCols;
  }
}
