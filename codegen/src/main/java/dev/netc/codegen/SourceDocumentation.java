package dev.netc.codegen;

import java.util.regex.Pattern;

/** The text of a {@code .net} file within a Javadoc comment. */
final class SourceDocumentation {
  /** What would end the comment, be translated by javac, or begin a block tag. */
  private static final Pattern SPECIAL = Pattern.compile("\\*/|\\\\|(?m)^\\s*@");

  private SourceDocumentation() {}

  /** The text as it is if Javadoc lets it be, otherwise with its special characters as entities. */
  static String of(String net) {
    String text = net.stripTrailing();
    return SPECIAL.matcher(text).find() || !isBalanced(text)
        ? "<pre>\n" + escaped(text) + "\n</pre>\n"
        : "<pre>{@code\n" + text + "\n}</pre>\n";
  }

  /** Whether {@code @code} ends where it should. */
  private static boolean isBalanced(String text) {
    int depth = 0;
    for (int i = 0; i < text.length() && depth >= 0; i++) {
      depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
    }
    return depth == 0;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("@", "&#64;")
        .replace("*/", "*&#47;")
        .replace("\\", "&#92;")
        .replace("{", "&#123;")
        .replace("}", "&#125;");
  }
}
