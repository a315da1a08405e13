package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netc.codegen.NetworkClass;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.SourceFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Buffers and memory segments of the caller as inputs and outputs. */
final class CallerMemoryTest {
  private static final String NET =
      """
      network A(x: f32[N, 2], label: i32[N]) -> (y: f32[N, 2], twice: i32[N]) {
          y = x * 2.0 + 1.0
          twice = label * 2
      }
      """;

  @TempDir Path folder;

  private Object run(String body) throws Exception {
    CompiledNetwork network = Frontend.compile(new SourceFile("a.net", NET)).networks().getFirst();
    String program =
        """
        A.Session session = new A(Map.of()).session();
        """
            + body;
    return new JavaSources(folder)
        .add(new NetworkClass(network.inference(), "app", "A").source())
        .run(program);
  }

  @Test
  void buffersAreReadFromPositionToLimitAndStayAsTheyAre() throws Exception {
    Object result =
        run(
            """
            FloatBuffer x = FloatBuffer.wrap(new float[] {9, 1, 2, 3, 4, 9}).position(1).limit(5);
            IntBuffer label = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder()).asIntBuffer().put(0, 5).put(1, 6);
            FloatBuffer y = ByteBuffer.allocateDirect(40).order(ByteOrder.nativeOrder()).asFloatBuffer().position(2);
            IntBuffer twice = IntBuffer.allocate(2);
            session.a(x, label, 2, y, twice);
            session.a(x.asReadOnlyBuffer(), label, 2, y, twice);
            return List.of(x.position(), x.limit(), y.position(), y.get(1), y.get(2), y.get(5), y.get(6), twice.get(0), twice.get(1));
            """);
    assertThat(result).isEqualTo(java.util.List.of(1, 5, 2, 0f, 3f, 9f, 0f, 10, 12));
  }

  @Test
  void segmentsOnAndOffTheHeapAreReadAlignedOrNot() throws Exception {
    Object result =
        run(
            """
            try (var arena = java.lang.foreign.Arena.ofConfined()) {
                var bytes = arena.allocate(17);
                var x = bytes.asSlice(1);
                for (int i = 0; i < 4; i++) {
                    x.set(java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED, 4 * i, i + 1);
                }
                var label = java.lang.foreign.MemorySegment.ofArray(new int[] {5, 6});
                float[] y = new float[5];
                var twice = java.lang.foreign.MemorySegment.ofArray(new byte[8]);
                session.a(x, label, 2, java.lang.foreign.MemorySegment.ofArray(y), twice);
                return List.of(y[0], y[3], y[4], twice.get(java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED, 4));
            }
            """);
    assertThat(result).isEqualTo(java.util.List.of(3f, 9f, 0f, 12));
  }

  @Test
  void theOtherByteOrderIsRefused() {
    assertThatThrownBy(
            () ->
                run(
                    """
                    ByteOrder other = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
                    FloatBuffer x = ByteBuffer.allocate(16).order(other).asFloatBuffer();
                    session.a(x, IntBuffer.allocate(2), 2, FloatBuffer.allocate(4), IntBuffer.allocate(2));
                    return "";
                    """))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "x is (BIG|LITTLE)_ENDIAN, and this machine is (BIG|LITTLE)_ENDIAN: make the view of"
                + " the bytes with bytes.order\\(ByteOrder.nativeOrder\\(\\)\\), or swap what was"
                + " written in the other order");
  }

  @Test
  void whatRemainsMustFit() {
    assertThatThrownBy(
            () ->
                run(
                    """
                    session.a(FloatBuffer.allocate(6), IntBuffer.allocate(2), 2, FloatBuffer.allocate(4), IntBuffer.allocate(2));
                    return "";
                    """))
        .hasMessage(
            "x has 6 elements; f32[N, 2] has 4 at N = 2; x fits N = 3, label fits N = 2: inputs"
                + " must agree on N");
    assertThatThrownBy(
            () ->
                run(
                    """
                    session.a(FloatBuffer.allocate(4), IntBuffer.allocate(2), 2, FloatBuffer.allocate(3), IntBuffer.allocate(2));
                    return "";
                    """))
        .hasMessage("y has room for 3 elements, 4 are needed");
    assertThatThrownBy(
            () ->
                run(
                    """
                    var x = java.lang.foreign.MemorySegment.ofArray(new byte[17]);
                    var four = java.lang.foreign.MemorySegment.ofArray(new int[4]);
                    session.a(x, four, 2, four, four);
                    return "";
                    """))
        .hasMessage("x has 17 bytes, and an f32 takes 4");
  }
}
