package dev.netc.passes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Elementwise.Binary;
import dev.netc.ir.Elementwise.BinaryFunction;
import dev.netc.ir.Elementwise.Compare;
import dev.netc.ir.Elementwise.Comparison;
import dev.netc.ir.Elementwise.Unary;
import dev.netc.ir.Elementwise.UnaryFunction;
import dev.netc.ir.Graph;
import dev.netc.ir.GraphBuilder;
import dev.netc.ir.GraphText;
import dev.netc.ir.Leaf;
import dev.netc.ir.Linear;
import dev.netc.ir.Shape;
import dev.netc.ir.Shaping;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class PassesTest {
  private final GraphBuilder builder = new GraphBuilder("g");
  private final Value x =
      builder.input("x", new TensorType(DType.F32, Shape.of(Dim.symbol("N"), Dim.of(4))));

  @Property(tries = 300)
  void everyPassKeepsTheMeaning(@ForAll long seed) {
    Graph graph = RandomGraphs.graph(seed);
    for (Pass pass : Passes.ALL) {
      Graph after = pass.change().apply(graph);
      PassCheck.Difference difference = new PassCheck(seed).compare(graph, after);
      assertThat(difference.difference()).as("%s of seed %d", pass.name(), seed).isZero();
    }
  }

  @Property(tries = 200)
  void twiceIsOnce(@ForAll long seed) {
    Graph graph = RandomGraphs.graph(seed);
    for (Pass pass : Passes.ALL) {
      Graph once = pass.change().apply(graph);
      assertThat(pass.change().apply(once).values())
          .as("%s of seed %d", pass.name(), seed)
          .hasSameSizeAs(once.values());
    }
  }

  private Value constant(double value) {
    return builder.add(new Leaf.Constant(DType.F32, value));
  }

  private Value binary(BinaryFunction f, Value a, Value b) {
    return builder.add(new Binary(f, a, b));
  }

  private String after(Pass pass, Value result) {
    builder.output("y", result);
    return GraphText.print(pass.change().apply(builder.build()));
  }

  @Test
  void neutralElementsDisappear() {
    Value sum = binary(BinaryFunction.ADD, x, constant(0));
    Value product = binary(BinaryFunction.MULTIPLY, constant(1), sum);
    assertThat(after(Passes.SIMPLIFY, binary(BinaryFunction.DIVIDE, product, constant(1))))
        .contains("return y = %x")
        .doesNotContain("add", "multiply", "divide");
  }

  @Test
  void whatWouldHideANanStays() {
    assertThat(after(Passes.SIMPLIFY, binary(BinaryFunction.MULTIPLY, x, constant(0))))
        .contains("multiply");
  }

  @Test
  void doubleNegationsDisappear() {
    Value once = builder.add(new Unary(UnaryFunction.NEGATE, x));
    assertThat(after(Passes.SIMPLIFY, builder.add(new Unary(UnaryFunction.NEGATE, once))))
        .contains("return y = %x");
  }

  @Test
  void transposesCancel() {
    Value once = builder.add(new Shaping.Transpose(x, List.of(1, 0)));
    assertThat(after(Passes.SIMPLIFY, builder.add(new Shaping.Transpose(once, List.of(1, 0)))))
        .contains("return y = %x");
  }

  @Test
  void aMaskReadsTheRelu() {
    Value zero = constant(0);
    Value tanh = builder.add(new Unary(UnaryFunction.TANH, x));
    Value relu = binary(BinaryFunction.MAX, tanh, zero);
    builder.output("relu", relu);
    Value mask = builder.add(new Compare(Comparison.GREATER, tanh, zero));
    assertThat(after(Passes.SIMPLIFY, mask))
        .containsPattern("%(\\d+) = max [^\\n]*\\n[^\\n]*greater %\\1,");
  }

  @Test
  void constantsFold() {
    Value three = binary(BinaryFunction.ADD, constant(1), constant(2));
    Value root = builder.add(new Unary(UnaryFunction.SQRT, three));
    assertThat(after(Passes.FOLD_CONSTANTS, binary(BinaryFunction.MULTIPLY, x, root)))
        .contains("constant 1.7320508")
        .doesNotContain("sqrt", "add");
  }

  @Test
  void equalExpressionsAreShared() {
    Value a = builder.add(new Unary(UnaryFunction.TANH, x));
    builder.output("y", binary(BinaryFunction.ADD, a, a));
    Graph graph = builder.build();
    GraphBuilder other = new GraphBuilder("other");
    other.input("x", x.tensor());
    Value twin = other.add(new Unary(UnaryFunction.TANH, x));
    Value sum = other.add(new Binary(BinaryFunction.ADD, a, twin));
    List<Value> values = new ArrayList<>(graph.values());
    values.add(2, twin);
    values.set(3, sum);
    Graph twice =
        new Graph(
            "g", graph.inputs(), List.of(), List.of(new Graph.Output("y", sum)), List.of(), values);
    assertThat(Passes.CSE.change().apply(twice).values()).hasSize(3);
  }

  @Test
  void deadCodeIsDropped() {
    Value dead = builder.add(new Unary(UnaryFunction.TANH, x));
    builder.output("y", builder.add(new Unary(UnaryFunction.EXP, x)));
    Graph graph = builder.build();
    List<Value> values = new ArrayList<>(graph.values());
    values.add(1, dead);
    Graph larger =
        new Graph(
            "g", graph.inputs(), graph.parameters(), graph.outputs(), graph.updates(), values);
    assertThat(Passes.DCE.change().apply(larger).values()).isEqualTo(graph.values());
  }

  private Value linear(boolean relu) {
    Value w =
        builder.parameter(
            "w",
            new TensorType(DType.F32, Shape.of(Dim.of(5), Dim.of(4))),
            Leaf.ParameterKind.PARAM);
    Value b =
        builder.parameter(
            "b", new TensorType(DType.F32, Shape.of(Dim.of(5))), Leaf.ParameterKind.PARAM);
    Value product = builder.add(new Linear.MatMul(x, w, false, true));
    Value bias = builder.add(new Shaping.Broadcast(b, product.shape(), List.of(1)));
    Value sum = binary(BinaryFunction.ADD, bias, product);
    return relu ? binary(BinaryFunction.MAX, constant(0), sum) : sum;
  }

  @Test
  void biasAndReluJoinTheProduct() {
    assertThat(after(Passes.FUSE, linear(true)))
        .containsPattern("%(\\d+) = call @mat_mul_bias_relu[\\s\\S]*return y = %\\1\\b");
  }

  @Test
  void whatOthersReadIsNotFused() {
    Value sum = linear(false);
    builder.output("sum", sum);
    assertThat(after(Passes.FUSE, binary(BinaryFunction.MAX, sum, constant(0))))
        .contains("call @mat_mul_bias.1")
        .contains("max %");
  }

  @Test
  void pipelinesAreListsOfNames() {
    assertThat(Pipeline.parse("inline, simplify").toString()).isEqualTo("inline,simplify");
    assertThatThrownBy(() -> Pipeline.parse("inline,simplfy"))
        .hasMessage("there is no pass called simplfy");
  }

  @Test
  void aWrongPassIsFound() {
    builder.output("y", builder.add(new Unary(UnaryFunction.TANH, x)));
    Graph right = builder.build();
    GraphBuilder other = new GraphBuilder("g");
    Value same = other.input("x", x.tensor());
    other.output("y", other.add(new Unary(UnaryFunction.SIGMOID, same)));
    PassCheck.Difference difference = new PassCheck(1).compare(right, other.build());
    assertThat(difference.isTolerable()).isFalse();
    assertThat(difference.result()).isEqualTo("y");
  }
}
