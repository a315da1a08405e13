package dev.netc.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Map;

/** ONNX Runtime with all its optimisations; input and output stay where they are. */
final class OnnxRuntime implements Contender {
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs;
  private final Map<String, OnnxTensor> outputs;
  private final FloatBuffer logits;

  OnnxRuntime(Path model, Input input, long[] output, int threads)
      throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    session = environment.createSession(model.toString(), options);
    logits = direct(SuiteNetwork.size(output));
    inputs = Map.of("input", tensor(environment, input));
    outputs = Map.of("output", OnnxTensor.createTensor(environment, logits, output));
  }

  private static OnnxTensor tensor(OrtEnvironment environment, Input input) throws OrtException {
    if (input.isTokens()) {
      long[] tokens = input.wide();
      LongBuffer direct =
          ByteBuffer.allocateDirect(Long.BYTES * tokens.length)
              .order(ByteOrder.nativeOrder())
              .asLongBuffer()
              .put(tokens)
              .rewind();
      return OnnxTensor.createTensor(environment, direct, input.shape());
    }
    float[] numbers = (float[]) input.numbers();
    FloatBuffer direct = direct(numbers.length).put(numbers).rewind();
    return OnnxTensor.createTensor(environment, direct, input.shape());
  }

  private static FloatBuffer direct(int length) {
    return ByteBuffer.allocateDirect(4 * length).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }

  @Override
  public String name() {
    return "ONNX Runtime";
  }

  @Override
  public void run() throws OrtException {
    session.run(inputs, outputs).close();
  }

  @Override
  public float[] results() {
    float[] copy = new float[logits.capacity()];
    logits.get(0, copy);
    return copy;
  }
}
