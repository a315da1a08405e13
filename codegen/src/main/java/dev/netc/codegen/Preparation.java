package dev.netc.codegen;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.TypeSpec;
import dev.netc.ir.Calls;
import dev.netc.ir.Convolutional;
import dev.netc.ir.Function;
import dev.netc.ir.Graph;
import dev.netc.ir.ImageLayout;
import dev.netc.ir.Linear;
import dev.netc.ir.Value;
import dev.netc.runtime.Team;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;

/**
 * What a network computes when it is given its parameters: for each function of kind {@link
 * Function.Kind#PREPARATION} a class, and for each result of a call of it a field, unless it is
 * only packed.
 */
final class Preparation {
  private final KernelPlan plan;
  private final List<Value> calls;
  private final List<Function> functions;
  private final List<Value> results;

  Preparation(KernelPlan plan) {
    this.plan = plan;
    Graph graph = plan.graph();
    results = graph.values().stream().filter(Calls::isPrepared).toList();
    calls =
        graph.values().stream()
            .filter(v -> v.op() instanceof Calls.Call && Calls.preparation(v).isPresent())
            .toList();
    Set<Function> called = new LinkedHashSet<>();
    calls.forEach(v -> called.add(((Calls.Call) v.op()).function()));
    functions = List.copyOf(called);
  }

  /** The field of the network, or the variable of its constructor, that holds a result. */
  static String field(Value result) {
    return "prepared" + result.id();
  }

  List<FieldSpec> fields() {
    return results.stream().filter(v -> !isOnlyPacked(v)).map(Preparation::fieldSpec).toList();
  }

  private static FieldSpec fieldSpec(Value result) {
    return FieldSpec.builder(
            NetworkEmitter.array(result.dtype()), field(result), Modifier.PRIVATE, Modifier.FINAL)
        .addJavadoc("$L: {@code $L}", KernelNames.line(result), result.type())
        .build();
  }

  /** The statements of the network's constructor that fill the fields. */
  CodeBlock statements() {
    CodeBlock.Builder code = CodeBlock.builder();
    for (Value result : results) {
      code.addStatement(
          isOnlyPacked(result) ? "var $L = $L" : "$L = $L", field(result), array(result));
    }
    for (Value value : calls) {
      Calls.Call call = (Calls.Call) value.op();
      code.addStatement(
          "new $L($T.single()).run(\nnew Object[] {$L}, new int[0], new Object[] {$L})",
          name(call.function()),
          Team.class,
          CodeBlock.join(
              call.arguments().stream()
                  .map(v -> CodeBlock.of("$L", plan.constantField(v)))
                  .toList(),
              ", "),
          CodeBlock.join(outputs(value, call.function().body()), ", "));
    }
    return code.build();
  }

  /** Whether kernels read a result in another order only, so that it need not be kept. */
  private boolean isOnlyPacked(Value result) {
    if (plan.graph().outputs().stream().anyMatch(o -> o.value().equals(result))) {
      return false;
    }
    return plan.graph().values().stream()
        .filter(v -> v.op().operands().contains(result))
        .allMatch(v -> Collections.frequency(v.op().operands(), result) == 1 && packs(v, result));
  }

  private boolean packs(Value user, Value weights) {
    return switch (Fused.of(user).heavy()) {
      case Linear.MatMul m -> m.b() == weights && plan.isPacked(m);
      case Convolutional.Convolution c ->
          c.w() == weights && c.layout() == ImageLayout.CHANNELS_LAST;
      default -> false;
    };
  }

  /** The arrays that a call fills; one of its own for what nobody needs. */
  private List<CodeBlock> outputs(Value call, Graph body) {
    List<CodeBlock> outputs = new ArrayList<>();
    for (int i = 0; i < body.outputs().size(); i++) {
      int index = i;
      outputs.add(
          results.stream()
              .filter(v -> v == call || v.op().equals(new Calls.Result(call, index)))
              .findFirst()
              .map(v -> CodeBlock.of("$L", field(v)))
              .orElseGet(() -> array(body.outputs().get(index).value())));
    }
    return outputs;
  }

  private static CodeBlock array(Value value) {
    return CodeBlock.of(
        "new $T[$L]", NetworkEmitter.element(value.dtype()), Places.size(value.shape()));
  }

  private String name(Function function) {
    return "Preparation" + (functions.indexOf(function) + 1);
  }

  /** The classes, within that of the network. */
  List<TypeSpec> types(String network) {
    return functions.stream().map(f -> type(f, network)).toList();
  }

  private TypeSpec type(Function function, String network) {
    KernelPlan plan = new KernelPlan(function.body());
    List<Kernel> kernels = new Kernels(plan).all();
    return new SessionEmitter(plan, kernels, name(function), network).preparation();
  }
}
