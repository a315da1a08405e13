package dev.netc.frontend;

import dev.netc.grammar.Expression;
import dev.netc.grammar.NearMatch;
import java.util.List;

/** {@code layer.weight}, {@code encoder.conv1.bias}: the parameters of a layer that has a name. */
final class LayerParameters {
  private final Elaborator elaborator;

  LayerParameters(Elaborator elaborator) {
    this.elaborator = elaborator;
  }

  /**
   * The parameter, or the state as it is before it is assigned.
   *
   * @throws Mistake if what stands before the name is no layer, or the layer has no such parameter
   */
  Meaning value(Expression.Member member, Frame frame) {
    String name = member.name();
    Expression of = member.value();
    while (of instanceof Expression.Member outer) {
      name = outer.name() + "." + name;
      of = outer.value();
    }
    Meaning meaning = elaborator.meaning(of, frame);
    if (meaning instanceof Meaning.Unknown) {
      return meaning;
    }
    if (!(meaning instanceof Meaning.Layer layer)) {
      throw Mistake.at(of.span(), "a layer has parameters", "this is " + Describe.meaning(meaning))
          .withHelp(
              "a layer is declared by `layer head = linear(10)`, called by `head(x)`, and has"
                  + " `head.weight`");
    }
    String path = layer.path() + "." + name;
    Parameters.Entry entry =
        elaborator.parameters().entries().stream()
            .filter(e -> e.path().equals(path))
            .findFirst()
            .orElseThrow(() -> unknown(member, layer));
    elaborator.enter(frame, member.span());
    return new Meaning.Tensor(frame.parameter(path, entry.type(), entry.kind()));
  }

  private Mistake unknown(Expression.Member member, Meaning.Layer layer) {
    String above = layer.path() + ".";
    List<String> known =
        elaborator.parameters().entries().stream()
            .map(Parameters.Entry::path)
            .filter(p -> p.startsWith(above))
            .map(p -> p.substring(above.length()))
            .toList();
    String block = "`" + layer.block().name() + "`";
    if (known.isEmpty()) {
      return Mistake.at(
              member.span(),
              "the layer has no parameters yet",
              "a layer gets them when it is first called")
          .withHelp(
              "call it before this line; if %s has no parameters, there is nothing to read"
                  .formatted(block));
    }
    Mistake mistake =
        Mistake.at(
            member.span(),
            "a layer of %s has no parameter of this name here".formatted(block),
            "it has " + String.join(", ", known));
    return NearMatch.of(member.name(), known)
        .map(near -> mistake.withHelp("did you mean `" + near + "`?"))
        .orElse(mistake);
  }
}
