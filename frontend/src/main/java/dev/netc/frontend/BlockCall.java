package dev.netc.frontend;

import dev.netc.grammar.Declaration;
import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.SourceFile;
import dev.netc.grammar.SourceSpan;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A call of a block that is being instantiated. What is wrong within a block of the standard
 * library is shown as a mistake of the call, for nobody looks into a library for one's own.
 *
 * @param bound the arguments that were given, by name
 */
record BlockCall(Declaration.Block block, Map<String, Actual> bound, SourceSpan span) {
  private static final Pattern TAKES = Pattern.compile("^`\\w+` takes (.*) as `\\w+`$");

  /**
   * A mistake within the block as one of this call; of the argument, if what is wrong is one that
   * is handed on.
   */
  Diagnostic blamed(Diagnostic d, Map<String, SourceFile> sources) {
    if (!Library.isStandard(d.span())) {
      return d;
    }
    String name = text(d.span(), sources);
    if (bound.containsKey(name)) {
      String message =
          TAKES
              .matcher(d.message())
              .replaceFirst(m -> "`%s` takes %s as `%s`".formatted(block.name(), m.group(1), name));
      return named(
          new Diagnostic(
              d.severity(), message, bound.get(name).span(), d.label(), d.notes(), d.help()));
    }
    if (Library.isStandard(span)) {
      return d;
    }
    Diagnostic here =
        named(new Diagnostic(d.severity(), d.message(), span, d.label(), d.notes(), d.help()));
    boolean saysAll = d.label().isEmpty();
    return saysAll ? here : here.withNote(d.span(), "found here, in the standard library");
  }

  /** With the name of the layer in the message, once it is shown to the user. */
  private Diagnostic named(Diagnostic d) {
    String name = "`" + block.name() + "`";
    return Library.isStandard(d.span()) || d.message().contains(name)
        ? d
        : new Diagnostic(
            d.severity(), name + ": " + d.message(), d.span(), d.label(), d.notes(), d.help());
  }

  private static String text(SourceSpan span, Map<String, SourceFile> sources) {
    SourceFile source = sources.get(span.file());
    boolean isOneLine = source != null && span.startLine() == span.endLine();
    return isOneLine
        ? source
            .lines()
            .get(span.startLine() - 1)
            .substring(span.startColumn() - 1, span.endColumn() - 1)
        : "";
  }
}
