package dev.netc.codegen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.netc.runtime.FloatFunctions;
import dev.netc.runtime.LaneFunctions;
import dev.netc.runtime.Lanes;
import dev.netc.runtime.Parts;
import dev.netc.runtime.SpecialFunctions;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The classes that formulas name. A formula is text, so the emitter cannot see which imports it
 * needs; here the names become references.
 */
final class NamedClasses {
  private static final List<ClassName> CLASSES =
      List.of(
          ClassName.get(Arrays.class),
          ClassName.get(FloatFunctions.class),
          ClassName.get(LaneFunctions.class),
          ClassName.get(Lanes.class),
          ClassName.get(Parts.class),
          ClassName.get(SpecialFunctions.class),
          ClassName.get("jdk.incubator.vector", "FloatVector"),
          ClassName.get("jdk.incubator.vector", "VectorOperators"));

  private NamedClasses() {}

  /** The code with its classes imported. */
  static CodeBlock imported(CodeBlock code) {
    String text = code.toString().replace("$", "$$");
    for (int i = 0; i < CLASSES.size(); i++) {
      ClassName named = CLASSES.get(i);
      Pattern name =
          Pattern.compile(
              "\\b(" + Pattern.quote(named.packageName()) + "\\.)?" + named.simpleName() + "\\b");
      text = name.matcher(text).replaceAll(Matcher.quoteReplacement("$" + (i + 1) + "T"));
    }
    // Every argument must be used, and those that are not would be imported.
    CodeBlock.Builder result = CodeBlock.builder();
    Matcher reference = Pattern.compile("(?<!\\$)\\$(\\d)T").matcher(text);
    int end = 0;
    while (reference.find()) {
      result.add(text.substring(end, reference.start()));
      result.add("$T", CLASSES.get(Integer.parseInt(reference.group(1)) - 1));
      end = reference.end();
    }
    return result.add(text.substring(end)).build();
  }
}
