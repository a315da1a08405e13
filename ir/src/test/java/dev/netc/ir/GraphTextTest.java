package dev.netc.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The text of a graph parses back to an equal graph, whatever operators it has. */
final class GraphTextTest {
  /** A graph with every operator, each attribute once as usual and once not. */
  private static final String EVERY_OPERATOR =
      """
      graph Every.thing(%x: f32[N, 4], %image: f32[N, 2, 8, 8], %last: f64[2, 9, (H + 1) / 2, 2], %seed: i64, %5 "an odd \\"name\\"": i32[3]) {
        param %w: f32[4, 2, 3, 3]
        param %grouped: f32[4, 1, 3, 3]
        state %layer.count: f32
        param %9 "x": f64[2 * N * max(H, W), 3 * H - N]
        %10 = constant 1.0E-5 : f32  // file with spaces.net:3:12 in stem.conv1
        %11 = constant -0.0 : f64
        %12 = constant NaN : f32
        %13 = constant -Infinity : f64
        %14 = constant 3 : i64
        %15 = constant 1 : bool
        %16 = size 2 * N + 1 : i32
        %17 = iota { axis = 1 } : i32[N, 4]
        %18 = tanh %x : f32[N, 4]  // a.net:1:2
        %19 = power %18, %10 : f32[N, 4]
        %20 = less_equal %x, %19 : bool[N, 4]
        %21 = select %20, %x, %10 : f32[N, 4]
        %22 = cast %20 : i32[N, 4]
        %23 = stop_gradient %21 : f32[N, 4]
        %24 = broadcast %x { axes = [1, 2] } : f32[3, N, 4]
        %25 = reshape %x : f32[2, N, 2]
        %26 = transpose %25 { permutation = [2, 0, 1] } : f32[2, 2, N]
        %27 = slice %x { start = [0, 1], limit = [N, 4], step = [1, 2] } : f32[N, 2]
        %28 = pad %x { low = [N, 0], high = [0, 2], interior = [0, 1], value = -Infinity } : f32[2 * N, 9]
        %29 = concat %x, %x { axis = 0 } : f32[2 * N, 4]
        %30 = gather %x, %5 : f32[3, 4]
        %31 = scatter_add %30, %5 : f32[N, 4]
        %32 = random %seed, %14 { normal, place = 7 } : f32[N, 4]
        %33 = random %seed, %14 { uniform, place = 8 } : f64[2]
        %34 = reduce_sum %x { axes = [0, 1] } : f32
        %35 = argmax %x { axis = 1 } : i32[N]
        %36 = matmul %x, %27 { transpose_a } : f32[4, 2]
        %37 = matmul %x, %36 : f32[N, 2]
        %38 = matmul %37, %36 { transpose_b } : f32[N, 4]
        %39 = convolution %image, %w : f32[N, 4, 6, 6]
        %40 = convolution %image, %grouped { stride = [2, 1], padding = [1, 0] to [0, 2], dilation = [1, 2], groups = 2 } : f32[N, 4, 4, 6]
        %41 = convolution_input_gradient %39, %w : f32[N, 2, 8, 8]
        %42 = convolution_weight_gradient %image, %40 { stride = [2, 1], padding = [1, 0] to [0, 2], dilation = [1, 2], groups = 2 } : f32[4, 1, 3, 3]
        %43 = max_pool %last { kernel = [3, 1], stride = [3, 1], channels_last } : f64[2, 3, (H + 1) / 2, 2]
        %44 = max_pool_gradient %last, %43 { kernel = [3, 1], stride = [3, 1], channels_last } : f64[2, 9, (H + 1) / 2, 2]
        %45 = max_pool_select %last, %44 { kernel = [3, 1], stride = [3, 1], channels_last } : f64[2, 3, (H + 1) / 2, 2]
        %46 = sum_pool %image { kernel = [2, 2], padding = [1, 1] } : f32[N, 2, 9, 9]
        %47 = sum_pool_gradient %46 { kernel = [2, 2], padding = [1, 1] } : f32[N, 2, 8, 8]
        %48 = call @linear.1 %x { instance = "head" } : f32[N, 4]
        %49 = call @split.2 %x { instance = "" } : (f32[N, 4], f32)
        %50 = result %49 { index = 1 } : f32
        %51 = result %49 { index = 0 } : f32[N, 4]
        %52 = flip %x { axes = [0, 1] } : f32[N, 4]
        %53 = cumsum %x { axis = 1, exclusive, reversed } : f32[N, 4]
        %54 = argsort %x { axis = 0, descending } : i32[N, 4]
        %55 = roi_align %image, %x, %35 { cells = [2, 3], scale = 0.5, samples = 2, aligned } : f32[N, 2, 2, 3]
        %56 = roi_align_gradient %55, %x, %35 { cells = [2, 3], scale = 0.5, samples = 2, aligned } : f32[N, 2, 8, 8]
        %57 = roi_argmax %image, %x, %35 { cells = [2, 3], scale = 0.5 } : i32[N, 2, 2, 3]
        %58 = suppress %x { threshold = 0.5 } : bool[N]
        %59 = scan @sums.3 %33, %36, %w { trips = [4], carries = 1, sequences = 1 } : (f64[2], f32[4, 2])
        %60 = scan @sums.3 %33, %36, %w { trips = [4], carries = 1, sequences = 1, reversed, recomputed } : (f64[2], f32[4, 2])
        %61 = barrier %x, %w : f32[N, 4]
        %layer.count <- %50
        %w <- %w
        return y = %48, "two words" = %51
      }

      block @linear.1(%x: f32[N, 4]) {
        %2 = call @function.4 %x { instance = "in\\nner" } : f32[N, 4]
        return result = %2
      }

      kernel @split.2 "split" "body of another name"(%x: f32[N, 4]) {
        %2 = constant 0.0 : f32
        return a = %x, b = %2
      }

      loop @sums.3(%sum: f64[2], %step: f32[2], %w: f32[4, 2, 3, 3]) {
        %4 = cast %step : f64[2]
        %5 = add %sum, %4 : f64[2]
        %6 = cast %5 : f32[2]
        return sum = %5, emitted = %6
      }

      block @function.4 "an odd name" gradient @odd_gradient.5(%x: f32[N, 4]) {
        return result = %x
      }

      block @odd_gradient.5(%x: f32[N, 4], %d: f32[N, 4]) {
        return gradient = %d
      }
      """;

  @Test
  void aTextWithEveryOperatorComesBackUnchanged() {
    assertThat(withoutPadding(GraphText.print(GraphParser.parse(EVERY_OPERATOR))))
        .isEqualTo(EVERY_OPERATOR);
  }

  @Test
  void theTextAboveHasEveryOperator() {
    Set<Class<?>> seen = new HashSet<>();
    GraphParser.parse(EVERY_OPERATOR).values().forEach(v -> seen.add(v.op().getClass()));
    assertThat(operators(Op.class).filter(o -> !seen.contains(o))).isEmpty();
  }

  @Test
  void thePrintedGraphParsesToAnEqualOne() {
    Graph graph = GraphParser.parse(EVERY_OPERATOR);
    assertThat(GraphEquality.firstDifference(graph, GraphParser.parse(GraphText.print(graph))))
        .isEmpty();
  }

  @Test
  void originsAndLayersComeBack() {
    Graph graph = GraphParser.parse(EVERY_OPERATOR);
    assertThat(graph.values())
        .extracting(Value::origin)
        .contains(
            new Origin("file with spaces.net", 3, 12, "stem.conv1"), new Origin("a.net", 1, 2, ""));
  }

  @Test
  void equalOperationsAndUnusedOnesStay() {
    Graph graph =
        GraphParser.parse(
            """
            graph twice(%x: f32) {
              %2 = exp %x : f32
              %3 = exp %x : f32
              %4 = log %x : f32
              return y = %3
            }
            """);
    assertThat(graph.values()).hasSize(4);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments("graph g() {\n return y = %3 }", "line 2: there is no value %3 before this"),
        arguments("grph g() { return }", "line 1: expected `graph`, found `grph`"),
        arguments("graph g(%x: f33) { return }", "line 1: expected a type, found `f33`"),
        arguments("graph g(%x: f32[N) { return }", "line 1: expected `]`, found `)`"),
        arguments("graph g(%x: f32[N / 0]) { return }", "line 1: N is divided by 0"),
        arguments(
            "graph g() {\n\n %1 = foo : f32\n return }",
            "line 3: expected an operator, found `foo`"),
        arguments(
            "graph g() {\n %1 = 3 : f32\n return }", "line 2: expected an operator, found `3`"),
        arguments(
            "graph g() {\n %1 add : f32\n return }", "line 2: expected `=` or `<-`, found `add`"),
        arguments(
            "graph g(%x: f32) {\n",
            "line 2: expected a value or `return`, found the end of the text"),
        arguments(
            "graph g(%x: f32) {\n %2 = add %x : f32\n return }",
            "line 2: expected more than 1 operands of `add`"),
        arguments(
            "graph g(%x: f32) {\n %2 = exp %x, %x : f32\n return }",
            "line 2: expected 1 operands of `exp`, found 2"),
        arguments(
            "graph g(%x: f32) {\n %2 = exp %x : f64\n return }",
            "line 2: %2 is written as f64, but is f32"),
        arguments(
            "graph g(%x: f32[2]) {\n %2 = reduce_sum %x : f32\n return }",
            "line 2: expected the attribute `axes`"),
        arguments(
            "graph g(%x: f32[2]) {\n %2 = exp %x { axes = [0] } : f32[2]\n return }",
            "line 2: `exp` has no attribute `axes`"),
        arguments(
            "graph g(%x: f32[2]) {\n %2 = reduce_sum %x { axes = [N] } : f32\n return }",
            "line 2: expected integers for `axes`, found [N]"),
        arguments(
            "graph g(%x: f32[2], %y: f32[3]) {\n %2 = add %x, %y : f32[2]\n return }",
            "line 2: add needs operands of one shape, these are [2] and [3]"),
        arguments("graph g(%x: f32, %x: f32) { return }", "line 1: there are two values %x"),
        arguments(
            "graph g(%x: f32) {\n %x <- %x\n return }", "line 2: expected a parameter before `<-`"),
        arguments(
            "graph g() {\n %1 = constant 0.5 : i32\n return }",
            "line 2: 0.5 is no constant of type i32"),
        arguments(
            "graph g() {\n %1 = constant x : i32\n return }",
            "line 2: expected a number, found `x`"),
        arguments(
            "graph g() {\n %1 = call @f.1 { instance = \"\" } : f32\n return }",
            "line 2: there is no function @f.1"),
        arguments(
            "graph g() { return }\n\nblok @f.1() { return }",
            "line 3: expected `block`, `kernel`, `loop` or the end of the text, found `blok`"),
        arguments(
            "graph g() { return }\nblock @f.1() { return }\nblock @f.1() { return }",
            "line 3: there are two functions @f.1"),
        arguments(
            "graph g() { return }\nblock @f.1() {\n %1 = call @f.1 { instance = \"\" } : f32\n return y = %1 }",
            "line 3: @f.1 calls itself"),
        arguments(
            "graph g() { return }\nblock @f.1() {\n param %w: f32\n return }",
            "line 2: @f.1 has parameters or updates of its own"),
        arguments(
            "graph g() { return }\nblock @f.1 gradient @g.2(%x: f32) { return y = %x }\n"
                + "block @g.2(%x: f32) { return y = %x }",
            "line 2: the gradient of function f is [f32] -> [f32]"),
        arguments("graph g() { ?\n return }", "line 1: unexpected character `?`"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakesNameTheLineAndWhatWasExpected(String text, String message) {
    assertThatThrownBy(() -> GraphParser.parse(text))
        .isInstanceOf(GraphParseException.class)
        .hasMessage(message);
  }

  @Test
  void graphsThatDifferAreNotTheSame() {
    String text =
        """
        graph g(%x: f32, %y: f32) {
          param %w: f32
          %3 = call @f.1 %x { instance = "a" } : f32
          %w <- %3
          return r = %3
        }
        block @f.1(%x: f32) {
          %2 = exp %x : f32
          return r = %2
        }
        """;
    List<String> edits =
        List.of(
            "graph g/graph h",
            "%y: f32/%z: f32",
            "f.1 %x/f.1 %y",
            "\"a\"/\"b\"",
            "exp/tanh",
            "param/state",
            "%w <- %3/%w <- %x",
            "r = %3/r = %x",
            "r = %3/s = %3",
            "block/kernel",
            "%w <- %3/");
    Graph graph = GraphParser.parse(text);
    assertThat(GraphEquality.isSame(graph, GraphParser.parse(text))).isTrue();
    assertThat(edits)
        .allSatisfy(
            edit -> {
              String[] parts = edit.split("/", -1);
              Graph other = GraphParser.parse(text.replace(parts[0], parts[1]));
              assertThat(GraphEquality.isSame(graph, other)).isFalse();
            });
  }

  private static String withoutPadding(String text) {
    return text.replaceAll(" +//", "  //");
  }

  private static Stream<Class<?>> operators(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(GraphTextTest::operators)
        : Stream.of(type);
  }
}
