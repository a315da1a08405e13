package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.netc.codegen.Compiler;
import dev.netc.codegen.NetworkClass;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.runtime.Executable;
import dev.netc.runtime.Team;
import dev.netc.training.Session;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step and an inference allocate nothing once they are warm. */
final class AllocationTest {
  private static final int BATCH = 8;
  private static final long WARM_UP_SECONDS = 60;

  private final Team team = Team.of(2);
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void trainingStepsAllocateNothing() throws IOException {
    CompiledNetwork network = Nets.compile("../examples/lenet/lenet.net");
    Session session = Session.start(network.training().orElseThrow(), 1, team);
    Object[] inputs = {
      new long[] {1}, new long[] {0}, new long[] {100}, new float[BATCH * 784], new int[BATCH]
    };
    Object[] outputs = {new float[1], new float[1], new float[1]};
    assertThat(bytes(() -> session.update(inputs, BATCH, outputs))).isZero();
  }

  @Test
  void inferencesAllocateNothing() throws IOException {
    CompiledNetwork network = Nets.compile("../examples/lenet/lenet.net");
    Session session = Session.start(network.training().orElseThrow(), 1, team);
    Executable forward = Compiler.executable(network.inference(), session.tensors(), team);
    Object[] inputs = {new float[784]};
    int[] dims = {1};
    Object[] outputs = {new float[10]};
    assertThat(bytes(() -> forward.run(inputs, dims, outputs))).isZero();
  }

  @Test
  void typedCallsAllocateNothing(@TempDir Path folder) throws Exception {
    CompiledNetwork network = Nets.compile("../examples/xor/xor.net");
    Runnable calls =
        (Runnable)
            new JavaSources(folder)
                .add(
                    new NetworkClass(network.inference(), "app", "Xor")
                        .initializer(network.initialize())
                        .events() // nobody records them
                        .source())
                .run(
                    """
                    Xor.Session session = Xor.initialize(1).session();
                    float[] bits = {0, 1};
                    FloatBuffer in = FloatBuffer.wrap(bits);
                    FloatBuffer out = FloatBuffer.allocate(1);
                    return (Runnable) () -> {
                        session.answer(bits, 1);
                        session.answer(in, 1, out);
                    };
                    """);
    assertThat(bytes(calls)).isZero();
  }

  /** The fewest bytes that ten runs allocate, once the JIT has had its time. */
  private long bytes(Runnable run) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WARM_UP_SECONDS);
    long least = Long.MAX_VALUE;
    while (least > 0 && System.nanoTime() < deadline) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int k = 0; k < 10; k++) {
        run.run();
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
