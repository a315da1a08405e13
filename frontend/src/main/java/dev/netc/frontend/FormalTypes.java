package dev.netc.frontend;

import dev.netc.grammar.Declaration;
import dev.netc.grammar.Expression;
import dev.netc.grammar.SourceSpan;
import dev.netc.grammar.TypeSyntax;
import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Shape;
import dev.netc.ir.TensorType;
import dev.netc.ir.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Fits arguments to the types of formals: names of dims are bound, or must agree. */
final class FormalTypes {
  private final Elaborator elaborator;

  FormalTypes(Elaborator elaborator) {
    this.elaborator = elaborator;
  }

  /** Whether the type is of tensors: it has dims. {@code f32} alone is also a constant's. */
  static boolean isTensor(TypeSyntax type) {
    return !type.dims().isEmpty() || type.name().equals("tensor");
  }

  /** {@code f32[N, in]}. */
  static String text(TypeSyntax type) {
    return type.dims().isEmpty()
        ? type.name()
        : type.dims().stream()
            .map(d -> d instanceof Expression.Name n ? n.text() : SourceText.of(d))
            .collect(Collectors.joining(", ", type.name() + "[", "]"));
  }

  /**
   * What the formal means.
   *
   * @throws Mistake if the argument is of another type
   */
  Meaning fit(
      String callee, Declaration.Formal formal, Actual actual, SourceSpan call, Frame inner) {
    TypeSyntax type = formal.type();
    Meaning meaning = actual.value();
    if (meaning instanceof Meaning.Unknown) {
      return meaning;
    }
    if (isTensor(type)) {
      if (meaning instanceof Meaning.Tensor(Value value)) {
        if (!type.name().equals("tensor")) {
          unify(callee, formal, value, call, inner);
        }
        return meaning;
      }
      throw mismatch(callee, formal, actual);
    }
    boolean fits =
        switch (type.name()) {
          case "int" -> meaning instanceof Meaning.Int;
          case "bool" -> meaning instanceof Meaning.Bool || isScalar(meaning, DType.BOOL);
          case "text" -> meaning instanceof Meaning.Text;
          case "list" -> meaning instanceof Meaning.Tuple;
          case "any" -> true;
          case "f32", "f64" ->
              meaning instanceof Meaning.Real
                  || (meaning instanceof Meaning.Int(Dim d) && d.isConstant())
                  || isScalar(meaning, DType.parse(type.name()).orElseThrow());
          case "i32", "i64" ->
              meaning instanceof Meaning.Int
                  || isScalar(meaning, DType.parse(type.name()).orElseThrow());
          default ->
              throw Mistake.at(type.span(), "unknown type `" + type.name() + "`", "not a type")
                  .withHelp(
                      "types are int, bool, text, list, any, tensor, f32, f64, i32, i64 and"
                          + " tensors such as f32[N, 10]");
        };
    if (!fits) {
      throw mismatch(callee, formal, actual);
    }
    boolean real = type.name().equals("f32") || type.name().equals("f64");
    return real && meaning instanceof Meaning.Int(Dim d)
        ? new Meaning.Real((double) d.constant())
        : meaning;
  }

  private static boolean isScalar(Meaning meaning, DType dtype) {
    return meaning instanceof Meaning.Tensor(Value v)
        && v.tensor().equals(TensorType.scalar(dtype));
  }

  private Mistake mismatch(String callee, Declaration.Formal formal, Actual actual) {
    Mistake mistake =
        Mistake.at(
            actual.span(),
            "`" + callee + "` takes " + text(formal.type()) + " as `" + formal.name() + "`",
            "this is " + Describe.meaning(actual.value()));
    return elaborator
        .library()
        .block(callee)
        .map(block -> mistake.withHelp("it is " + BlockCalls.signature(block)))
        .orElse(mistake);
  }

  private void unify(
      String callee, Declaration.Formal formal, Value value, SourceSpan call, Frame inner) {
    TypeSyntax type = formal.type();
    TensorType actual = value.tensor();
    String label = callee + " takes " + text(type) + ", this is " + actual;
    if (!actual.dtype().toString().equals(type.name())) {
      throw explain(Mistake.at(call, "types do not fit", label), value);
    }
    if (actual.rank() != type.dims().size()) {
      Mistake mistake = explain(Mistake.at(call, "shapes do not fit", label), value);
      Optional<String> sibling = Siblings.taking(actual, callee, elaborator.library());
      if (type.dims().size() == 2 && actual.rank() > 2) {
        Shape flat =
            Shape.of(
                actual.dim(0), new Shape(actual.shape().dims().subList(1, actual.rank())).size());
        mistake =
            mistake.withHelp(
                "put `flatten` before it: " + actual + " becomes " + actual.withShape(flat));
      } else if (sibling.isEmpty()) {
        mistake = mistake.withHelp("`reshape(x, [...])` gives a tensor other axes");
      }
      throw sibling.isPresent() ? mistake.withHelp(sibling.get()) : mistake;
    }
    for (int i = 0; i < actual.rank(); i++) {
      Optional<Dim> expected = bindOrEvaluate(type.dims().get(i), actual.dim(i), inner);
      if (expected.isPresent() && !expected.get().equals(actual.dim(i))) {
        throw explain(
            Mistake.at(
                call,
                "shapes do not fit",
                label + ": `" + SourceText.of(type.dims().get(i)) + "` is " + expected.get()),
            value);
      }
    }
  }

  private Mistake explain(Mistake mistake, Value value) {
    return elaborator
        .placeOf(value)
        .map(span -> mistake.withNote(span, "gives " + value.type()))
        .orElse(mistake);
  }

  /** Binds a name that means nothing yet to {@code actual}; else the extent it stands for. */
  private Optional<Dim> bindOrEvaluate(Expression dim, Dim actual, Frame inner) {
    if (dim instanceof Expression.Name n && !inner.variables().containsKey(n.text())) {
      inner.variables().put(n.text(), new Meaning.Int(actual));
      return Optional.empty();
    }
    return elaborator.meaning(dim, inner) instanceof Meaning.Int(Dim expected)
        ? Optional.of(expected)
        : Optional.empty();
  }

  /** Compares what a block gives with what it says it gives. */
  void checkResults(Declaration.Block block, Meaning result, SourceSpan call, Frame inner) {
    List<TypeSyntax> types = block.results();
    if (types.isEmpty()) {
      return;
    }
    List<Meaning> meanings =
        types.size() == 1
            ? List.of(result)
            : result instanceof Meaning.Tuple(List<Meaning> elements) ? elements : List.of();
    if (meanings.size() != types.size()) {
      throw Mistake.at(
          block.nameSpan(),
          "`" + block.name() + "` gives " + types.size() + " results",
          "its body gives " + Describe.meaning(result));
    }
    for (int i = 0; i < types.size(); i++) {
      checkResult(block, types.get(i), meanings.get(i), call, inner);
    }
  }

  private void checkResult(
      Declaration.Block block, TypeSyntax type, Meaning result, SourceSpan call, Frame inner) {
    if (type.dims().isEmpty() || !(result instanceof Meaning.Tensor(Value value))) {
      return;
    }
    boolean fits =
        value.dtype().toString().equals(type.name()) && value.tensor().rank() == type.dims().size();
    for (int i = 0; fits && i < type.dims().size(); i++) {
      Dim actual = value.tensor().dim(i);
      fits = bindOrEvaluate(type.dims().get(i), actual, inner).orElse(actual).equals(actual);
    }
    if (!fits) {
      throw Mistake.at(
              type.span(),
              "`" + block.name() + "` does not give what it says",
              "its body gives " + value.type())
          .withNote(call, "called here");
    }
  }
}
