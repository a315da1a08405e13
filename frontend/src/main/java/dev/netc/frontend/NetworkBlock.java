package dev.netc.frontend;

import dev.netc.grammar.Declaration;
import dev.netc.grammar.Expression;
import dev.netc.grammar.SourceSpan;
import dev.netc.grammar.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A network as a block, which gives the network's results in order. */
final class NetworkBlock {
  private NetworkBlock() {}

  static Declaration.Block of(Declaration.Network network) {
    SourceSpan span = network.nameSpan();
    List<Expression> names = new ArrayList<>();
    for (Declaration.NamedType result : network.results()) {
      names.add(new Expression.Name(result.name(), result.span()));
    }
    List<Statement> body = new ArrayList<>(network.body());
    Expression results = names.size() == 1 ? names.getFirst() : new Expression.Tuple(names, span);
    body.add(new Statement.Return(results, span));
    return new Declaration.Block(
        network.name(),
        network.formals(),
        network.results().stream().map(Declaration.NamedType::type).toList(),
        body,
        Optional.empty(),
        network.doc(),
        span,
        network.span());
  }
}
