package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netc.codegen.NetworkClass;
import dev.netc.frontend.CompiledNetwork;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the JDK Flight Recorder is told of a network. */
final class KernelEventsTest {
  @TempDir Path folder;
  private Runnable call = () -> {};

  @BeforeEach
  void compile() throws Exception {
    CompiledNetwork network = Nets.compile("../examples/xor/xor.net");
    call =
        (Runnable)
            new JavaSources(folder)
                .add(
                    new NetworkClass(network.inference(), "app", "Xor")
                        .initializer(network.initialize())
                        .events()
                        .source())
                .run(
                    """
                    Xor.Session session = Xor.initialize(1).session();
                    return (Runnable) () -> session.answer(new float[] {0, 1}, 1);
                    """);
  }

  private List<RecordedEvent> recorded(boolean isAskedFor) throws Exception {
    Path file = folder.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      if (isAskedFor) {
        recording.enable("dev.netc.Kernel").withoutThreshold();
      }
      recording.start();
      call.run();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(e -> e.getEventType().getName().equals("dev.netc.Kernel"))
        .toList();
  }

  @Test
  void everyKernelIsRecordedWithItsLineAndLayer() throws Exception {
    assertThat(recorded(true))
        .extracting(
            e -> e.getString("network"),
            e -> e.getString("line"),
            e -> e.getString("layer"),
            e -> e.getString("kernel").replaceAll("\\d+", ""),
            e -> e.getString("type"))
        .containsExactly(
            tuple("Xor", "xor.net:3", "linear_1", "matmulBias", "f32[N, 8]"),
            tuple("Xor", "xor.net:3", "", "tanh", "f32[N, 8]"),
            tuple("Xor", "xor.net:3", "linear_2", "matmulBias", "f32[N, 1]"));
  }

  private static org.assertj.core.groups.Tuple tuple(Object... values) {
    return org.assertj.core.api.Assertions.tuple(values);
  }

  @Test
  void itTakesItsTime() throws Exception {
    RecordedEvent first = recorded(true).getFirst();
    assertThat(first.getDuration()).isPositive();
  }

  @Test
  void nothingIsRecordedThatNobodyAskedFor() throws Exception {
    assertThat(recorded(false)).isEmpty();
  }
}
