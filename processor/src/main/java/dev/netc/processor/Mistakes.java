package dev.netc.processor;

import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.DiagnosticRenderer;
import dev.netc.grammar.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.annotation.processing.Messager;
import javax.tools.Diagnostic.Kind;

/**
 * Tells javac of mistakes and warnings, at the annotation they belong to. What is said about a line
 * of a {@code .net} file is drawn with it, below the message.
 */
final class Mistakes {
  private final Messager messager;
  private int errors;

  Mistakes(Messager messager) {
    this.messager = messager;
  }

  /** How many mistakes there were so far, without the warnings. */
  int count() {
    return errors;
  }

  /**
   * Adds a mistake in the annotation itself.
   *
   * @param member where it is; at the annotation as a whole if there is no such member
   * @param help what to do about it
   */
  void add(NetworkAnnotation at, String member, String message, String help) {
    print(Kind.ERROR, at, member, message + "\n  = help: " + help);
  }

  /**
   * Adds what is to be said about a {@code .net} file.
   *
   * @param member that names the file
   * @param sources the files that the diagnostic may speak of, by name
   */
  void add(
      NetworkAnnotation at, String member, Diagnostic diagnostic, Map<String, SourceFile> sources) {
    DiagnosticRenderer renderer =
        new DiagnosticRenderer(
            name -> sources.containsKey(name) ? sources.get(name).lines() : List.of(), false);
    // javac writes the word `error` or `warning` and the message, which are the first line
    String drawing = renderer.render(diagnostic).lines().skip(1).collect(Collectors.joining("\n"));
    print(
        diagnostic.isError() ? Kind.ERROR : Kind.WARNING,
        at,
        member,
        diagnostic.message() + "\n" + drawing);
  }

  /** Adds a mistake that belongs to no annotation. */
  void add(String message) {
    errors++;
    messager.printMessage(Kind.ERROR, message);
  }

  private void print(Kind kind, NetworkAnnotation at, String member, String text) {
    errors += kind == Kind.ERROR ? 1 : 0;
    messager.printMessage(kind, text, at.type(), at.mirror(), at.place(member));
  }
}
