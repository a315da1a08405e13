package dev.netc.benchmarks;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * PyTorch's TorchScript through DJL; the number of threads is a system property of DJL's. A model
 * closes its memory when it is collected, so contenders hold on to it.
 */
final class PyTorch {
  private PyTorch() {}

  private static Model load(Path script, boolean training) throws Exception {
    String file = script.getFileName().toString();
    Model model = Model.newInstance(file.substring(0, file.length() - 3), "PyTorch");
    model.load(
        script.getParent(),
        file.substring(0, file.length() - 3),
        training ? Map.of("trainParam", "true") : Map.of());
    return model;
  }

  private static NDArray array(NDManager manager, Input input) {
    Shape shape = new Shape(input.shape());
    return input.isTokens()
        ? manager.create(input.wide(), shape)
        : manager.create((float[]) input.numbers(), shape);
  }

  static Contender inference(Path script, Input input) throws Exception {
    Model model = load(script, false);
    NDManager manager = model.getNDManager();
    NDArray x = array(manager, input);
    Block block = model.getBlock();
    ParameterStore parameters = new ParameterStore(manager, false);
    return new Contender() {
      private float[] logits = {};

      @Override
      public String name() {
        return "PyTorch";
      }

      @Override
      public void run() {
        forward(false);
      }

      private void forward(boolean copy) {
        try (NDManager scope = model.getNDManager().newSubManager()) {
          NDArray in = x.duplicate();
          in.attach(scope);
          NDList out = block.forward(parameters, new NDList(in), false);
          out.attach(scope);
          if (copy) {
            logits = out.singletonOrThrow().toFloatArray();
          }
        }
      }

      @Override
      public float[] results() {
        forward(true);
        return logits;
      }
    };
  }

  /** Forward, backward and DJL's own optimiser over every parameter. */
  static Contender step(Path script, Input input, Input labels, boolean adam)
      throws Exception {
    Model model = load(script, true);
    NDManager manager = model.getNDManager();
    NDArray x = array(manager, input);
    NDArray target = array(manager, labels);
    Block block = model.getBlock();
    ParameterStore store = new ParameterStore(manager, false);
    List<Parameter> parameters = block.getParameters().values();
    Optimizer optimizer =
        adam
            ? Optimizer.adam().optLearningRateTracker(Tracker.fixed(1e-3f)).build()
            : Optimizer.sgd()
                .setLearningRateTracker(Tracker.fixed(0.01f))
                .optMomentum(0.9f)
                .optWeightDecays(5e-4f)
                .build();
    return new Contender() {
      private float loss;

      @Override
      public String name() {
        return "PyTorch";
      }

      @Override
      public void run() {
        try (NDManager scope = model.getNDManager().newSubManager();
            GradientCollector gradients = Engine.getEngine("PyTorch").newGradientCollector()) {
          NDArray in = x.duplicate();
          in.attach(scope);
          NDList out = block.forward(store, new NDList(in, target), true);
          out.attach(scope);
          gradients.backward(out.singletonOrThrow());
          for (Parameter parameter : parameters) {
            NDArray weight = parameter.getArray();
            try (NDArray gradient = weight.getGradient()) {
              optimizer.update(parameter.getId(), weight, gradient);
            }
          }
          loss = out.singletonOrThrow().getFloat();
          gradients.zeroGradients();
        }
      }

      @Override
      public float[] results() {
        return new float[] {loss};
      }
    };
  }
}
