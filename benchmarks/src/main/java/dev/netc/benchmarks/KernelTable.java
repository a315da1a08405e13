package dev.netc.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import jdk.incubator.vector.FloatVector;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks of kernels and prints them as parts of the machine's peak, in Markdown. */
public final class KernelTable {
  private KernelTable() {}

  /** With {@code --quick} shorter, for a look. */
  public static void main(String[] arguments) throws RunnerException {
    boolean quick = List.of(arguments).contains("--quick");
    double peak = 0;
    List<String> rows = new ArrayList<>();
    for (RunResult result : run(quick)) {
      double nanos = result.getPrimaryResult().getScore();
      double rate = operations(result) / nanos;
      if (result.getParams().getBenchmark().contains("FmaPeak")) {
        peak = rate;
        rows.add(row("FMA peak", nanos, rate, 1));
      } else {
        rows.add(row(name(result), nanos, rate, rate / peak));
      }
    }
    System.out.printf(
        "One thread, %d-bit vectors.%n%n", FloatVector.SPECIES_PREFERRED.vectorBitSize());
    System.out.println("| kernel | us | GFLOP/s | of the peak |\n|---|---|---|---|");
    rows.forEach(System.out::println);
  }

  private static Collection<RunResult> run(boolean quick) throws RunnerException {
    List<RunResult> results = new ArrayList<>();
    for (Class<?> benchmark :
        List.of(FmaPeak.class, MatMulBenchmark.class, ConvolutionBenchmark.class)) {
      ChainedOptionsBuilder options =
          new OptionsBuilder()
              .include(benchmark.getName())
              .verbosity(VerboseMode.SILENT)
              // The forks' warnings of incubating modules are no part of the table.
              .output("/dev/null")
              .forks(1)
              .jvmArgsAppend("--add-modules", "jdk.incubator.vector")
              .warmupIterations(quick ? 2 : 5)
              .warmupTime(TimeValue.milliseconds(500))
              .measurementIterations(quick ? 3 : 10)
              .measurementTime(TimeValue.milliseconds(300));
      results.addAll(new Runner(options.build()).run());
    }
    return results;
  }

  private static double operations(RunResult result) {
    String benchmark = result.getParams().getBenchmark();
    if (benchmark.contains("FmaPeak")) {
      return FmaPeak.OPERATIONS;
    }
    return benchmark.contains("MatMul")
        ? MatMulBenchmark.operations(Integer.parseInt(result.getParams().getParam("size")))
        : ConvolutionBenchmark.Layer.valueOf(result.getParams().getParam("layer")).operations();
  }

  private static String name(RunResult result) {
    String size = result.getParams().getParam("size");
    return size != null
        ? "matrix product " + size + "³"
        : result.getParams().getParam("layer")
            + " "
            + result.getParams().getBenchmark().replaceAll(".*\\.", "");
  }

  private static String row(String name, double nanos, double rate, double part) {
    return String.format(
        Locale.ROOT, "| %s | %.1f | %.1f | %.0f %% |", name, nanos / 1e3, rate, 100 * part);
  }
}
