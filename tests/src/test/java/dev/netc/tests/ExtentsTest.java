package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netc.codegen.NetworkClass;
import dev.netc.frontend.Frontend;
import dev.netc.grammar.SourceFile;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a class says to arguments that do not fit, and what it says of itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ExtentsTest {
  private static final String NET =
      """
      network Pair(a: f32[N, 3], b: f32[N, 3]) -> (sum: f32[N, 3], score: f32[N, 1]) {
          sum = a + b
          score = sum |> linear(1)
      }

      network Steps(x: f32[T, N, 2], at: i32[4]) -> (y: f32[T, N, 2]) { y = x + real(sum(at)) }

      network Inner(x: f32[N, H]) -> (y: f32[N, H - 2]) { y = tanh(x)[0:N, 2:H] * 3.0 }
      """;

  private Class<?> calls;

  @BeforeAll
  void compile(@TempDir Path folder) throws Exception {
    JavaSources sources = new JavaSources(folder);
    for (var network : Frontend.compile(new SourceFile("nets.net", NET)).networks()) {
      sources.add(
          new NetworkClass(network.inference(), "app", network.name())
              .initializer(network.initialize())
              .source());
    }
    calls =
        sources
            .add(
                """
                package app;

                public final class Calls {
                    private static final Pair.Session PAIR = Pair.initialize(1).session();
                    private static final Steps.Session STEPS = new Steps(java.util.Map.of()).session();
                    private static final Inner.Session INNER = new Inner(java.util.Map.of()).session();

                    public static void pair(int a, int b, int n) {
                        PAIR.pair(new float[a], new float[b], n);
                    }

                    public static void steps(int x, int at, int n, int t) {
                        STEPS.y(new float[x], new int[at], n, t);
                    }

                    public static void inner(int x, int h, int n) {
                        INNER.y(new float[x], h, n);
                    }

                    public static void run(Object inputs, Object dims, Object outputs) {
                        PAIR.run((Object[]) inputs, (int[]) dims, (Object[]) outputs);
                    }

                    public static String describe() {
                        return Pair.describe().toString();
                    }
                }
                """)
            .compile()
            .loadClass("app.Calls");
  }

  private void call(String name, Object... arguments) throws Throwable {
    Class<?>[] types =
        java.util.Arrays.stream(arguments)
            .map(a -> a instanceof Integer ? int.class : Object.class)
            .toArray(Class<?>[]::new);
    try {
      calls.getMethod(name, types).invoke(null, arguments);
    } catch (java.lang.reflect.InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          6 | 9  | 2  | b has 9 elements; f32[N, 3] has 6 at N = 2; a fits N = 2, b fits N = 3: inputs must agree on N
          9 | 9  | 2  | a has 9 elements; f32[N, 3] has 6 at N = 2; a fits N = 3, b fits N = 3
          6 | 7  | 2  | b has 7 elements; f32[N, 3] has 6 at N = 2; a fits N = 2
          6 | 6  | -1 | N is -1: a dim is 0 or more
          6 | 6  | 2000000000 | a has 6 elements; f32[N, 3] has 6,000,000,000 at N = 2,000,000,000; a fits N = 2, b fits N = 2
          """)
  void inputsThatDoNotFitOrDisagreeAreNamed(int a, int b, int n, String message) {
    assertThatThrownBy(() -> call("pair", a, b, n))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          9  | 4 | 2 | 3 | x has 9 elements; f32[T, N, 2] has 12 at N = 2, T = 3
          16 | 4 | 2 | 3 | x has 16 elements; f32[T, N, 2] has 12 at N = 2, T = 3; x fits T = 4
          12 | 3 | 2 | 3 | at has 3 elements; i32[4] has 4
          """)
  void severalDimsAreNamed(int x, int at, int n, int t, String message) {
    assertThatThrownBy(() -> call("steps", x, at, n, t)).hasMessage(message);
  }

  @Test
  void inputsThatFitRun() throws Throwable {
    call("pair", 6, 6, 2);
    call("pair", 0, 0, 0);
    call("steps", 12, 4, 2, 3);
    call("inner", 10, 5, 2);
  }

  @Test
  void extentsThatLeaveNothingAreAMistake() {
    assertThatThrownBy(() -> call("inner", 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the extents are too small for this network: a value would have -1 elements");
  }

  @Test
  void aCallByPositionIsChecked() {
    float[] six = new float[6];
    Object[] room = {six, new float[2]};
    int[] two = {2};
    assertThatThrownBy(() -> call("run", new Object[] {six}, two, room))
        .hasMessage("Pair.forward takes 2 inputs, not 1: [a: f32[N, 3], b: f32[N, 3]]");
    assertThatThrownBy(() -> call("run", new Object[] {six, new int[6]}, two, room))
        .hasMessage("b: f32[N, 3] is given as int[]");
    assertThatThrownBy(() -> call("run", new Object[] {six, six}, new int[0], room))
        .hasMessage("Pair.forward takes 1 dims, not 0: [N]");
    assertThatThrownBy(
            () -> call("run", new Object[] {six, six}, two, new Object[] {six, new float[1]}))
        .hasMessage("score: f32[N, 1]: the array has room for 1 elements, 2 are needed");
    assertThatThrownBy(() -> call("run", new Object[] {six, new float[5]}, two, room))
        .hasMessage("b has 5 elements; f32[N, 3] has 6 at N = 2; a fits N = 2");
  }

  @Test
  void itDescribesItself() throws Exception {
    assertThat(calls.getMethod("describe").invoke(null))
        .isEqualTo(
            """
            Pair.forward
              input      a             f32[N, 3]
              input      b             f32[N, 3]
              output     sum           f32[N, 3]
              output     score         f32[N, 1]
              parameter  score.weight  f32[1, 3]  3
              parameter  score.bias    f32[1]     1
              2 parameters, 4 elements
            """);
  }
}
