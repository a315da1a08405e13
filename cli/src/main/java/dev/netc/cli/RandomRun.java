package dev.netc.cli;

import dev.netc.ir.DType;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Value;
import dev.netc.runtime.Executable;
import java.util.Map;
import java.util.Random;

/**
 * A compiled graph with inputs to run it on: standard normal numbers, and zeros for integers, which
 * are classes and indices and so always in range. The scalars of a training step are those of its
 * first of a million.
 */
final class RandomRun implements Runnable {
  private final Executable executable;
  private final Object[] inputs;
  private final int[] dims;
  private final Object[] outputs;

  /**
   * @param extents of the symbolic dims
   */
  RandomRun(Graph graph, Executable executable, Map<String, Long> extents) {
    this.executable = executable;
    Random random = new Random(1);
    inputs = graph.inputs().stream().map(v -> input(v, extents, random)).toArray();
    dims = graph.symbols().stream().mapToInt(s -> Math.toIntExact(extents.get(s))).toArray();
    outputs = graph.outputs().stream().map(o -> array(o.value(), extents)).toArray();
  }

  private static Object input(Value value, Map<String, Long> extents, Random random) {
    Object array = array(value, extents);
    switch (array) {
      case float[] a -> {
        for (int i = 0; i < a.length; i++) {
          a[i] = (float) random.nextGaussian();
        }
      }
      case double[] a -> {
        for (int i = 0; i < a.length; i++) {
          a[i] = random.nextGaussian();
        }
      }
      case long[] a when ((Leaf.Input) value.op()).name().equals("steps") -> a[0] = 1_000_000;
      default -> {}
    }
    return array;
  }

  private static Object array(Value value, Map<String, Long> extents) {
    int size = 1;
    for (int extent : value.shape().evaluate(extents)) {
      size = Math.multiplyExact(size, extent);
    }
    DType dtype = value.dtype();
    return switch (dtype) {
      case F32 -> new float[size];
      case F64 -> new double[size];
      case I32 -> new int[size];
      case I64 -> new long[size];
      case BOOL -> new boolean[size];
    };
  }

  /** What the last run gave, an array for each output. */
  Object[] outputs() {
    return outputs;
  }

  @Override
  public void run() {
    executable.run(inputs, dims, outputs);
  }
}
