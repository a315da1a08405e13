package dev.netc.benchmarks;

import dev.netc.runtime.MatMul;
import dev.netc.runtime.Team;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Square matrix products, the packing of the right factor included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MatMulBenchmark {
  /** Rows, columns and depth. */
  @Param({"64", "128", "256", "512", "1024"})
  public int size;

  private final MatMul matmul = new MatMul(Team.single());
  private float[] a = {};
  private float[] b = {};
  private float[] c = {};

  static double operations(int size) {
    return 2.0 * size * size * size;
  }

  /** Makes the factors. */
  @Setup
  public void fill() {
    a = new float[size * size];
    b = new float[size * size];
    c = new float[size * size];
    Arrays.fill(a, 0.5f);
    Arrays.fill(b, 0.25f);
  }

  /** One product. */
  @Benchmark
  public float[] product() {
    int n = size;
    matmul.run(n, n, n, a, 0, n, 1, b, 0, n, 1, c, 0, n, null, 0, 0, false);
    return c;
  }
}
