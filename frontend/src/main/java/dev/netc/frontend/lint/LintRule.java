package dev.netc.frontend.lint;

/** One kind of advice. */
public interface LintRule {
  /** How the rule is called on the command line and in messages: {@code no-gradient}. */
  String name();

  /** What it finds, in one line. */
  String description();

  /** Reports what it finds in a network. */
  void check(Subject subject, Report report);
}
