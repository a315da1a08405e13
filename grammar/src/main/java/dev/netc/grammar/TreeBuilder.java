package dev.netc.grammar;

import dev.netc.grammar.Declaration.Formal;
import dev.netc.grammar.Declaration.TrainingItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/**
 * From ANTLR's parse tree to the syntax tree: declarations. Statements and expressions are in the
 * two other builders.
 */
final class TreeBuilder {
  private final SourceFile source;
  private final CommonTokenStream tokens;
  private final ExpressionBuilder expressions;

  TreeBuilder(SourceFile source, CommonTokenStream tokens, SyntaxErrors errors) {
    this.source = source;
    this.tokens = tokens;
    this.expressions = new ExpressionBuilder(errors);
  }

  SyntaxFile file(NetLanguageParser.FileContext file) {
    List<Declaration> declarations = new ArrayList<>();
    for (NetLanguageParser.DeclarationContext declaration : file.declaration()) {
      declarations.add(declaration(declaration));
    }
    return new SyntaxFile(source, declarations);
  }

  private Declaration declaration(NetLanguageParser.DeclarationContext d) {
    if (d.importDeclaration() != null) {
      String path = ExpressionBuilder.unquote(d.importDeclaration().STRING().getText());
      return new Declaration.Import(path, span(d));
    }
    if (d.network() != null) {
      return network(d.network());
    }
    if (d.block() != null) {
      return block(d.block());
    }
    if (d.optimizerDeclaration() != null) {
      NetLanguageParser.OptimizerDeclarationContext o = d.optimizerDeclaration();
      return new Declaration.Optimizer(
          o.name().getText(),
          formals(o.formals()),
          expressions.body(o.body()),
          doc(o),
          span(o.name()),
          span(o));
    }
    return d.rewriteRule() != null ? rule(d.rewriteRule()) : training(d.training());
  }

  private Declaration rule(NetLanguageParser.RewriteRuleContext r) {
    return new Declaration.Rule(
        r.name().getText(),
        formals(r.formals()),
        Optional.ofNullable(r.expression()).map(expressions::expression),
        expressions.expression(r.equation().expression(0)),
        expressions.expression(r.equation().expression(1)),
        doc(r),
        span(r.name()),
        span(r));
  }

  private Declaration network(NetLanguageParser.NetworkContext n) {
    return new Declaration.Network(
        n.name().getText(),
        formals(n.formals()),
        results(n.results()),
        expressions.body(n.body()),
        doc(n),
        span(n.name()),
        span(n));
  }

  private List<Declaration.NamedType> results(NetLanguageParser.ResultsContext results) {
    List<Declaration.NamedType> named = new ArrayList<>();
    if (results.type() != null) {
      named.add(
          new Declaration.NamedType(
              "output", expressions.type(results.type()), span(results.type())));
    }
    for (NetLanguageParser.ResultContext result : results.result()) {
      named.add(
          new Declaration.NamedType(
              result.name().getText(), expressions.type(result.type()), span(result)));
    }
    return named;
  }

  private Declaration block(NetLanguageParser.BlockContext b) {
    List<TypeSyntax> results =
        b.blockResults() == null
            ? List.of()
            : b.blockResults().type().stream().map(expressions::type).toList();
    Optional<Declaration.GradientRule> gradient =
        Optional.ofNullable(b.gradientRule())
            .map(
                g ->
                    new Declaration.GradientRule(
                        formals(g.formals()), expressions.body(g.body()), span(g)));
    return new Declaration.Block(
        b.name().getText(),
        formals(b.formals()),
        results,
        expressions.body(b.body()),
        gradient,
        doc(b),
        span(b.name()),
        span(b));
  }

  private Declaration training(NetLanguageParser.TrainingContext t) {
    return new Declaration.Training(
        t.name().stream().map(ParserRuleContext::getText).toList(),
        formals(t.formals()),
        t.trainingItem().stream().map(this::item).toList(),
        span(t.name(0)),
        span(t));
  }

  private TrainingItem item(NetLanguageParser.TrainingItemContext item) {
    SourceSpan span = span(item);
    return switch (item) {
      case NetLanguageParser.LossItemContext i ->
          named(i.name(), i.expression(), span, TrainingItem.Loss::new);
      case NetLanguageParser.MetricItemContext i ->
          named(i.name(), i.expression(), span, TrainingItem.Metric::new);
      case NetLanguageParser.ClassifyItemContext i ->
          new TrainingItem.Classify(expressions.arguments(i.argument()), span);
      case NetLanguageParser.SettingItemContext i ->
          new TrainingItem.Setting(
              i.keyword.getText(), expressions.expression(i.expression()), span);
      case NetLanguageParser.GroupItemContext i -> {
        List<Expression.Argument> arguments = new ArrayList<>();
        for (int k = 0; k < i.name().size(); k++) {
          Expression value = expressions.expression(i.expression(k));
          arguments.add(
              new Expression.Argument(
                  Optional.of(i.name(k).getText()), value, span(i.name(k)).to(value.span())));
        }
        yield new TrainingItem.Group(
            ExpressionBuilder.unquote(i.STRING().getText()), arguments, span);
      }
      case NetLanguageParser.FreezeItemContext i ->
          new TrainingItem.Freeze(ExpressionBuilder.unquote(i.STRING().getText()), span);
      case NetLanguageParser.CarryItemContext i ->
          new TrainingItem.Carry(expressions.carries(i.carry()), span);
      case NetLanguageParser.TurnItemContext i ->
          new TrainingItem.Turn(
              i.name().getText(),
              i.trainingItem().stream().map(this::item).toList(),
              span(i.name()),
              span);
      case NetLanguageParser.StatementItemContext i ->
          new TrainingItem.Step(expressions.statement(i.statement()), span);
      default -> throw new IllegalStateException("training item " + item.getText());
    };
  }

  /** How {@link TrainingItem.Loss} and {@link TrainingItem.Metric} are made. */
  private interface NamedItem {
    TrainingItem make(Optional<String> name, Expression value, SourceSpan span);
  }

  private TrainingItem named(
      NetLanguageParser.NameContext name,
      NetLanguageParser.ExpressionContext value,
      SourceSpan span,
      NamedItem make) {
    return make.make(
        Optional.ofNullable(name).map(ParserRuleContext::getText),
        expressions.expression(value),
        span);
  }

  private List<Formal> formals(NetLanguageParser.FormalsContext formals) {
    if (formals == null) {
      return List.of();
    }
    return formals.formal().stream()
        .map(
            f ->
                new Formal(
                    f.name().getText(),
                    expressions.type(f.type()),
                    Optional.ofNullable(f.expression()).map(expressions::expression),
                    span(f)))
        .toList();
  }

  /** The text of the {@code ///} lines right before {@code declaration}. */
  private String doc(ParserRuleContext declaration) {
    List<Token> before = tokens.getHiddenTokensToLeft(declaration.getStart().getTokenIndex(), 2);
    if (before == null) {
      return "";
    }
    List<String> lines = new ArrayList<>();
    for (Token line : before) {
      lines.add(line.getText().substring(3).strip());
    }
    return String.join("\n", lines);
  }

  private SourceSpan span(ParserRuleContext context) {
    return expressions.span(context);
  }

  /** Folds {@code operands} from the left. */
  static <T> T foldLeft(List<T> operands, BiFunction<T, T, T> combine) {
    T folded = operands.getFirst();
    for (T operand : operands.subList(1, operands.size())) {
      folded = combine.apply(folded, operand);
    }
    return folded;
  }
}
