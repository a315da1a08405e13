package dev.netc.benchmarks;

import java.util.List;

/**
 * A network of the suite.
 *
 * @param name of its models
 * @param file our source of it, from the root of the project
 * @param extents of one input
 * @param batches of the inferences that are timed
 * @param trainingBatch of the training step, 0 for none
 * @param adam whether it is trained with Adam, otherwise with momentum and weight decay
 */
record SuiteNetwork(
    String name,
    String file,
    List<Integer> extents,
    int classes,
    List<Integer> batches,
    int trainingBatch,
    boolean adam) {
  private static final List<Integer> PHOTO = List.of(3, 224, 224);

  static final List<SuiteNetwork> ALL =
      List.of(
          sgd("lenet5", "benchmarks/networks/lenet5.net", List.of(1, 28, 28), 10, 64, 64),
          new SuiteNetwork(
              "mlp", "benchmarks/networks/mlp.net", List.of(784), 10, List.of(1, 128), 128, true),
          sgd("resnet20", "examples/resnet/resnet20.net", List.of(3, 32, 32), 10, 32, 32),
          sgd("resnet18", "examples/resnet/resnet18.net", PHOTO, 1000, 1, 8),
          sgd("resnet18_vd", "examples/resnet/resnet18_vd.net", PHOTO, 1000, 1, 0),
          sgd("mobilenet_v1", "examples/mobilenet/mobilenet_v1.net", PHOTO, 1000, 1, 8),
          sgd("r2plus1d", "examples/video/r2plus1d.net", List.of(3, 8, 56, 56), 101, 1, 4));

  private static SuiteNetwork sgd(
      String name, String file, List<Integer> extents, int classes, int batch, int training) {
    List<Integer> batches = batch == 1 ? List.of(1) : List.of(1, batch);
    return new SuiteNetwork(name, file, extents, classes, batches, training, false);
  }

  /** The shape of a batch. */
  long[] batch(int size) {
    long[] shape = new long[extents.size() + 1];
    shape[0] = size;
    for (int i = 0; i < extents.size(); i++) {
      shape[i + 1] = extents.get(i);
    }
    return shape;
  }

  /** The shape of a batch of that many elements. */
  long[] shape(int elements) {
    return batch(elements / extents.stream().reduce(1, Math::multiplyExact));
  }
}
