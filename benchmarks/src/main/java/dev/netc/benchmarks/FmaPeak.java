package dev.netc.benchmarks;

import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The fused multiply-adds that a core can do, from registers: what no kernel can beat. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FmaPeak {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int STEPS = 100_000;

  /** Additions and multiplications of one call. */
  static final double OPERATIONS = 2.0 * 12 * SPECIES.length() * STEPS;

  private float factor = 0.999f;

  /** Twelve sums that do not wait for each other. */
  @Benchmark
  public float fma() {
    FloatVector a = FloatVector.broadcast(SPECIES, factor);
    FloatVector s0 = a.add(0);
    FloatVector s1 = a.add(1);
    FloatVector s2 = a.add(2);
    FloatVector s3 = a.add(3);
    FloatVector s4 = a.add(4);
    FloatVector s5 = a.add(5);
    FloatVector s6 = a.add(6);
    FloatVector s7 = a.add(7);
    FloatVector s8 = a.add(8);
    FloatVector s9 = a.add(9);
    FloatVector s10 = a.add(10);
    FloatVector s11 = a.add(11);
    for (int i = 0; i < STEPS; i++) {
      s0 = s0.fma(a, a);
      s1 = s1.fma(a, a);
      s2 = s2.fma(a, a);
      s3 = s3.fma(a, a);
      s4 = s4.fma(a, a);
      s5 = s5.fma(a, a);
      s6 = s6.fma(a, a);
      s7 = s7.fma(a, a);
      s8 = s8.fma(a, a);
      s9 = s9.fma(a, a);
      s10 = s10.fma(a, a);
      s11 = s11.fma(a, a);
    }
    FloatVector sum = s0.add(s1).add(s2).add(s3).add(s4).add(s5);
    return sum.add(s6).add(s7).add(s8).add(s9).add(s10).add(s11).lane(0);
  }
}
