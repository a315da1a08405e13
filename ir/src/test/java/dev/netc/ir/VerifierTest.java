package dev.netc.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netc.ir.Elementwise.UnaryFunction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each way in which a graph can be broken is found and named. */
final class VerifierTest {
  private static final TensorType VECTOR = TensorType.of(DType.F32, 3L);

  private final Value x = value(1, new Leaf.Input("x", VECTOR));
  private final Value w = value(2, new Leaf.Parameter("w", VECTOR, Leaf.ParameterKind.PARAM));
  private final Value y = value(3, exp(x));
  private final Value z = value(4, exp(y));

  @Test
  void aGraphThatIsRightHasNoProblems() {
    assertThat(Verifier.problems(graphOf(x, w, y, z))).isEmpty();
  }

  @Test
  void allProblemsAreThrownAtOnce() {
    assertThatThrownBy(() -> Verifier.verify(graphOf(x, y)))
        .isInstanceOf(InvalidGraphException.class)
        .hasMessage(
            """
            g: %2: f32[3] = param w is listed, but is not in the graph
            g: the output z is not in the graph""");
  }

  @Test
  void anOperandAfterItsUser() {
    Value late = value(5, exp(x));
    Value early = value(4, exp(late));
    assertThat(problems(early, x, w, early, late))
        .containsExactly("g: %4: f32[3] = exp %5 uses %5: f32[3], which stands after it");
  }

  @Test
  void anOperandThatIsNotThere() {
    assertThat(Verifier.problems(graphOf(x, w, z)))
        .containsExactly("g: %4: f32[3] = exp %3 uses %3: f32[3], which is not in the graph");
  }

  @Test
  void idsThatRepeatOrDescend() {
    assertThat(problems(y, x, w, y, value(3, new Leaf.Constant(DType.F32, 1))))
        .containsExactly("g: two values have the id 3");
    assertThat(problems(y, x, w, y, value(0, new Leaf.Constant(DType.F32, 1))))
        .containsExactly("g: %0: f32 stands after %3");
  }

  @Test
  void aTypeThatTheOperatorDoesNotGive() {
    Value wrong = new Value(5, exp(x), TensorType.scalar(DType.F32), Origin.UNKNOWN);
    assertThat(problems(wrong, x, w, wrong))
        .containsExactly("g: %5: f32 = exp %1 is of type f32[3] by its operands");
    Value impossible = new Value(5, new Shaping.Reshape(x, Shape.of(4)), VECTOR, Origin.UNKNOWN);
    assertThat(problems(impossible, x, w, impossible))
        .containsExactly("g: %5: f32[3] = reshape %1: reshape: [3] has 3 elements, [4] has 4");
  }

  @Test
  void inputsAndParametersThatAreNotListedOrNotWhatTheyAreListedAs() {
    Value stray = value(3, new Leaf.Input("stray", VECTOR));
    assertThat(problems(stray, x, w, stray))
        .containsExactly("g: %3: f32[3] = input stray is not listed");
    Graph exchanged = new Graph("g", List.of(w), List.of(x), List.of(), List.of(), List.of(x, w));
    assertThat(Verifier.problems(exchanged))
        .containsExactly(
            "g: %2: f32[3] = param w is listed as an input",
            "g: %1: f32[3] = input x is listed as a parameter");
  }

  @Test
  void namesThatOccurTwice() {
    Value again = value(3, new Leaf.Input("x", VECTOR));
    Value twice = value(4, new Leaf.Parameter("w", VECTOR, Leaf.ParameterKind.STATE));
    Graph graph =
        new Graph(
            "g",
            List.of(x, again),
            List.of(w, twice),
            List.of(new Graph.Output("y", x), new Graph.Output("y", w)),
            List.of(new Graph.Update(w, x), new Graph.Update(w, w)),
            List.of(x, w, again, twice));
    assertThat(Verifier.problems(graph))
        .containsExactly(
            "g: two inputs are called x",
            "g: two parameters have the path w",
            "g: two outputs are called y",
            "g: %2: f32[3] = param w is updated twice");
  }

  @Test
  void updatesOfWhatIsNoParameterOrWithWhatIsNotThere() {
    Graph graph =
        new Graph(
            "g",
            List.of(x),
            List.of(w),
            List.of(),
            List.of(new Graph.Update(x, x), new Graph.Update(w, y)),
            List.of(x, w));
    assertThat(Verifier.problems(graph))
        .containsExactly(
            "g: %1: f32[3] = input x is updated, but is no parameter",
            "g: what %2: f32[3] = param w becomes is not in the graph");
  }

  @Test
  void anOutputThatIsATuple() {
    Graph pair = GraphParser.parse("graph pair(%a: f32[3]) { return a = %a, b = %a }");
    Function function = new Function("pair", Function.Kind.BLOCK, pair);
    Value call = value(3, new Calls.Call(function, List.of(x), ""));
    assertThat(problems(call, x, w, call))
        .containsExactly("g: the output z is the tuple (f32[3], f32[3])");
  }

  @Test
  void functionsToo() {
    Graph broken =
        new Graph(
            "inner",
            List.of(x),
            List.of(),
            List.of(new Graph.Output("z", z)),
            List.of(),
            List.of(x, z));
    Function function = new Function("inner", Function.Kind.KERNEL, broken);
    Value call = value(3, new Calls.Call(function, List.of(x), ""));
    Value again = value(4, new Calls.Call(function, List.of(call), ""));
    assertThat(problems(again, x, w, call, again))
        .containsExactly(
            "g, @inner: %4: f32[3] = exp %3 uses %3: f32[3], which is not in the graph");
  }

  private Graph graphOf(Value... values) {
    return graph(z, values);
  }

  private Graph graph(Value output, Value... values) {
    return new Graph(
        "g",
        List.of(x),
        List.of(w),
        List.of(new Graph.Output("z", output)),
        List.of(),
        new ArrayList<>(List.of(values)));
  }

  private List<String> problems(Value output, Value... values) {
    return Verifier.problems(graph(output, values));
  }

  private static Op exp(Value operand) {
    return new Elementwise.Unary(UnaryFunction.EXP, operand);
  }

  private static Value value(int id, Op op) {
    return new Value(id, op, op.infer(), Origin.UNKNOWN);
  }
}
