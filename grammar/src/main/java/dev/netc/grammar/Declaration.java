package dev.netc.grammar;

import java.util.List;
import java.util.Optional;

/**
 * What stands at the top level of a file. {@code doc} is the text of the {@code ///} lines before
 * it.
 */
public sealed interface Declaration {
  SourceSpan span();

  record Import(String path, SourceSpan span) implements Declaration {}

  record Network(
      String name,
      List<Formal> formals,
      List<NamedType> results,
      List<Statement> body,
      String doc,
      SourceSpan nameSpan,
      SourceSpan span)
      implements Declaration {}

  /** A template, instantiated at each call. */
  record Block(
      String name,
      List<Formal> formals,
      List<TypeSyntax> results,
      List<Statement> body,
      Optional<GradientRule> gradient,
      String doc,
      SourceSpan nameSpan,
      SourceSpan span)
      implements Declaration {}

  /** A block over (param, gradient, state, step). */
  record Optimizer(
      String name,
      List<Formal> formals,
      List<Statement> body,
      String doc,
      SourceSpan nameSpan,
      SourceSpan span)
      implements Declaration {}

  /** How the networks {@code networks} are trained. */
  record Training(
      List<String> networks,
      List<Formal> formals,
      List<TrainingItem> items,
      SourceSpan nameSpan,
      SourceSpan span)
      implements Declaration {}

  /**
   * Two expressions of equal value, of which the right one is to stand for the left one.
   *
   * @param condition what must hold of the extents
   */
  record Rule(
      String name,
      List<Formal> formals,
      Optional<Expression> condition,
      Expression left,
      Expression right,
      String doc,
      SourceSpan nameSpan,
      SourceSpan span)
      implements Declaration {}

  /** A parameter of a block or network. */
  record Formal(String name, TypeSyntax type, Optional<Expression> initial, SourceSpan span) {}

  record NamedType(String name, TypeSyntax type, SourceSpan span) {}

  /** A block's own derivative. */
  record GradientRule(List<Formal> formals, List<Statement> body, SourceSpan span) {}

  /** A line of a training section. */
  sealed interface TrainingItem {
    SourceSpan span();

    /** One of several losses that are added; {@code name} for the display. */
    record Loss(Optional<String> name, Expression value, SourceSpan span) implements TrainingItem {}

    record Metric(Optional<String> name, Expression value, SourceSpan span)
        implements TrainingItem {}

    /** What the scores and labels of a network that classifies are. */
    record Classify(List<Expression.Argument> arguments, SourceSpan span) implements TrainingItem {}

    /** {@code optimizer}, {@code clip}, {@code data}, {@code batch} and the like. */
    record Setting(String keyword, Expression value, SourceSpan span) implements TrainingItem {}

    /** Other optimiser arguments for the parameters whose path matches {@code pattern}. */
    record Group(String pattern, List<Expression.Argument> arguments, SourceSpan span)
        implements TrainingItem {}

    /** Parameters that are not trained. */
    record Freeze(String pattern, SourceSpan span) implements TrainingItem {}

    /** Inputs that are, for each batch of a stream, what the batch before gave. */
    record Carry(List<Expression.Carry> carries, SourceSpan span) implements TrainingItem {}

    /** How one of several networks is trained, in its turn. */
    record Turn(String network, List<TrainingItem> items, SourceSpan nameSpan, SourceSpan span)
        implements TrainingItem {}

    /** A name for something the other lines use. */
    record Step(Statement statement, SourceSpan span) implements TrainingItem {}
  }
}
