package dev.netc.benchmarks;

import dev.netc.runtime.Safetensors;
import dev.netc.runtime.Team;
import dev.netc.runtime.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Whole networks, ours beside ONNX Runtime and PyTorch, in one process and in turn. */
public final class SuiteComparison {
  private static final String ONLY = "--only=";
  private static final double TOLERANCE = 1e-4;

  private final Path models;
  private final Path root;
  private final int threads;
  private final Team team;
  private final Rounds rounds;

  private SuiteComparison(Path models, Path root, int threads, boolean quick) {
    this.models = models;
    this.root = root;
    this.threads = threads;
    this.team = Team.of(threads);
    this.rounds = quick ? new Rounds(5, 100) : new Rounds(15, 300);
  }

  /**
   * Arguments: the folder of the models, that of the project, threads, maybe --quick, and maybe
   * --only=NAME for some of the networks.
   */
  public static void main(String[] arguments) throws Exception {
    boolean quick = List.of(arguments).contains("--quick");
    int threads = Integer.parseInt(arguments[2]);
    SuiteComparison suite =
        new SuiteComparison(Path.of(arguments[0]), Path.of(arguments[1]), threads, quick);
    System.out.println(
        "Milliseconds, median of rounds [quartiles]; %d %s.%n"
            .formatted(threads, threads == 1 ? "thread" : "threads"));
    System.out.println(
        "| network | what | batch | netc | ONNX Runtime | PyTorch | netc is faster than the better peer |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (SuiteNetwork network : SuiteNetwork.ALL) {
      if (chosen(network.name(), arguments)) {
        for (int batch : network.batches()) {
          suite.inference(network, batch);
        }
        if (network.trainingBatch() > 0) {
          suite.step(network);
        }
      }
    }
    System.exit(0);
  }

  private static boolean chosen(String name, String[] arguments) {
    return Stream.of(arguments).noneMatch(a -> a.startsWith(ONLY))
        || List.of(arguments).contains(ONLY + name);
  }

  private static Input random(SuiteNetwork network, int batch) {
    long[] shape = network.inputShape(batch);
    int size = SuiteNetwork.size(shape);
    Random random = new Random(1);
    if (network.tokens() > 0) {
      return new Input(random.ints(size, 0, network.tokens()).toArray(), shape);
    }
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Input(values, shape);
  }

  private List<Contender> contenders(SuiteNetwork network, Input input, int batch)
      throws Exception {
    String name = network.name();
    Path weights = models.resolve(name + ".weights.safetensors");
    long[] output = network.outputShape(batch);
    return List.of(
        Netc.inference(
            root.resolve(network.file()), weights, input, batch, SuiteNetwork.size(output), team),
        new OnnxRuntime(models.resolve(name + ".onnx"), input, output, threads),
        PyTorch.inference(models.resolve(name + ".pt"), input));
  }

  /** The input of one example that the models were made with. */
  private static Input known(SuiteNetwork network, Tensor input) {
    Object numbers =
        input.data() instanceof long[] tokens
            ? LongStream.of(tokens).mapToInt(Math::toIntExact).toArray()
            : input.floats();
    return new Input(numbers, network.inputShape(1));
  }

  private void inference(SuiteNetwork network, int batch) throws Exception {
    String name = network.name();
    Map<String, Tensor> io = Safetensors.read(models.resolve(name + ".io.safetensors")).tensors();
    for (Contender c : contenders(network, known(network, io.get("input")), 1)) {
      c.run();
      agree(name + " by " + c.name(), c.results(), io.get("output").floats());
    }
    List<Contender> contenders = contenders(network, random(network, batch), batch);
    for (Contender c : contenders) {
      c.run();
      agree(name + " by " + c.name(), c.results(), contenders.getFirst().results());
    }
    print(name, "inference", batch, rounds.measure(contenders));
  }

  private void step(SuiteNetwork network) throws Exception {
    String name = network.name();
    int batch = network.trainingBatch();
    Input input = random(network, batch);
    long[] labelShape = network.labelShape(batch);
    int[] classes =
        new Random(2).ints(SuiteNetwork.size(labelShape), 0, network.classes()).toArray();
    Input labels = new Input(classes, labelShape);
    Path weights = models.resolve(name + ".weights.safetensors");
    List<Contender> contenders =
        List.of(
            Netc.step(root.resolve(network.file()), weights, input, labels, batch, team),
            PyTorch.step(models.resolve(name + ".train.pt"), input, labels, network.adam()));
    for (int i = 0; i < 3; i++) {
      for (Contender c : contenders) {
        c.run();
      }
      // The rounding of an optimiser's first steps, which divide small numbers, is let be.
      if (i == 0) {
        agree(name + ", loss", contenders.getFirst().results(), contenders.getLast().results());
      }
    }
    List<Rounds.Time> times = new ArrayList<>(rounds.measure(contenders));
    times.add(1, new Rounds.Time(Double.NaN, Double.NaN, Double.NaN));
    print(name, "training step", batch, times);
  }

  private static void agree(String what, float[] actual, float[] expected) throws IOException {
    double scale = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      scale = Math.max(scale, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(expected[i] - actual[i]));
    }
    if (!(difference <= TOLERANCE * scale)) {
      throw new IOException(
          "%s differs by %.1e of %.1e: not timed".formatted(what, difference, scale));
    }
  }

  private static void print(String name, String what, int batch, List<Rounds.Time> times) {
    StringBuilder row = new StringBuilder("| %s | %s | %d |".formatted(name, what, batch));
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < times.size(); i++) {
      Rounds.Time t = times.get(i);
      if (Double.isNaN(t.median())) {
        row.append(" |");
        continue;
      }
      row.append(
          String.format(Locale.ROOT, " %.4f [%.4f, %.4f] |", t.median(), t.low(), t.high()));
      best = i == 0 ? best : Math.min(best, t.median());
    }
    double ratio = best / times.getFirst().median();
    System.out.println(row + String.format(Locale.ROOT, " %.2f x |", ratio));
  }
}
