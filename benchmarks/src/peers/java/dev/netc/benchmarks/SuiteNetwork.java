package dev.netc.benchmarks;

import java.util.List;

/**
 * A network of the suite.
 *
 * @param name of its models
 * @param file our source of it, from the root of the project
 * @param input the shape of an input; {@link #BATCH} stands for the batch
 * @param tokens how many tokens there are; 0 if the input is numbers
 * @param output the shape of the output
 * @param batches of the inferences that are timed
 * @param trainingBatch of the training step, 0 for none
 * @param adam whether it is trained with Adam, otherwise with momentum and weight decay
 */
record SuiteNetwork(
    String name,
    String file,
    List<Integer> input,
    int tokens,
    List<Integer> output,
    List<Integer> batches,
    int trainingBatch,
    boolean adam) {
  /** The extent that is the batch. */
  static final int BATCH = -1;

  private static final List<Integer> PHOTO = List.of(BATCH, 3, 224, 224);

  static final List<SuiteNetwork> ALL =
      List.of(
          sgd("lenet5", "benchmarks/networks/lenet5.net", List.of(BATCH, 1, 28, 28), 10, 64, 64),
          new SuiteNetwork(
              "mlp",
              "benchmarks/networks/mlp.net",
              List.of(BATCH, 784),
              0,
              List.of(BATCH, 10),
              List.of(1, 128),
              128,
              true),
          sgd("resnet20", "examples/resnet/resnet20.net", List.of(BATCH, 3, 32, 32), 10, 32, 32),
          sgd("resnet18", "examples/resnet/resnet18.net", PHOTO, 1000, 1, 8),
          sgd("resnet18_vd", "examples/resnet/resnet18_vd.net", PHOTO, 1000, 1, 0),
          sgd("mobilenet_v1", "examples/mobilenet/mobilenet_v1.net", PHOTO, 1000, 1, 8),
          sgd("r2plus1d", "examples/video/r2plus1d.net", List.of(BATCH, 3, 8, 56, 56), 101, 1, 4),
          sequence("crnn", "examples/ocr/crnn.net", List.of(BATCH, 3, 32, 320), 80, 97, 8),
          sequence("lstm", "examples/text/lstm.net", List.of(64, BATCH, 128), 64, 256, 32),
          text("charlstm", "examples/text/charlstm.net", List.of(64, BATCH), 32),
          text("transformer", "examples/text/transformer.net", List.of(BATCH, 128), 8));

  private static SuiteNetwork sgd(
      String name, String file, List<Integer> input, int classes, int batch, int training) {
    List<Integer> batches = batch == 1 ? List.of(1) : List.of(1, batch);
    return new SuiteNetwork(
        name, file, input, 0, List.of(BATCH, classes), batches, training, false);
  }

  /** A network that gives classes for each of some steps, the steps first. */
  private static SuiteNetwork sequence(
      String name, String file, List<Integer> input, int steps, int classes, int batch) {
    return new SuiteNetwork(
        name, file, input, 0, List.of(steps, BATCH, classes), List.of(1, batch), 0, false);
  }

  /** A model of 96 characters, trained to foretell each next one. */
  private static SuiteNetwork text(String name, String file, List<Integer> input, int batch) {
    List<Integer> output = List.of(input.get(0), input.get(1), 96);
    return new SuiteNetwork(name, file, input, 96, output, List.of(1, batch), batch, true);
  }

  /** The shape of an input of a batch. */
  long[] inputShape(int batch) {
    return shape(input, batch);
  }

  long[] outputShape(int batch) {
    return shape(output, batch);
  }

  private static long[] shape(List<Integer> shape, int batch) {
    return shape.stream().mapToLong(extent -> extent == BATCH ? batch : extent).toArray();
  }

  int classes() {
    return output.getLast();
  }

  /** The labels of a training step: one for each row of logits. */
  long[] labelShape(int batch) {
    return java.util.Arrays.copyOf(outputShape(batch), output.size() - 1);
  }

  static int size(long[] shape) {
    return Math.toIntExact(java.util.Arrays.stream(shape).reduce(1, Math::multiplyExact));
  }
}
