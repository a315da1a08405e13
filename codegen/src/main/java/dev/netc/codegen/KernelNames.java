package dev.netc.codegen;

import dev.netc.ir.Calls;
import dev.netc.ir.Elementwise;
import dev.netc.ir.Graph;
import dev.netc.ir.Op;
import dev.netc.ir.Reduction;
import dev.netc.ir.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/** What kernels and fields are called in the generated class. */
final class KernelNames {
  /**
   * What loops and kernels call their own: a field of the source's with such a name gets a line
   * before it.
   */
  private static final Pattern OURS =
      Pattern.compile(
          "[bcijkstv]\\d*[a-z]?|[a-z][A-Za-z]+\\d+[a-z]?|\\w+(Result|Copy|Length|Elements)" // of
              // loops, kernels, results
              + "|row|end|part|best|lanes|index|last|total|sums|partSums|from|to"
              + "|(float|double|int|long|boolean)s(Arena)?|team|placed"
              + "|matmul|philox|workspace|epilogue|inputs|dims|outputs"
              + "|run|signature|parameters|place|enter|compute|occupancy|events|checkLengths|SIGNATURE");

  /** What the typed method and the record of its results call their own. */
  private static final Pattern OF_METHOD =
      Pattern.compile(
          "v\\d+[a-z]?|(float|double|int|long|boolean)s|\\w+(Result|Copy|Length|Elements)|enter|compute|run|signature|parameters"
              + "|placed|occupancy|checkLengths|SIGNATURE"
              + "|hashCode|toString|clone|finalize|getClass|notify|notifyAll|wait");

  private KernelNames() {}

  /** {@code convolution12}: the operator and the number of the value. */
  static String of(Value value) {
    return operator(value.op()) + value.id();
  }

  static String operator(Op op) {
    String name =
        switch (op) {
          case Elementwise.Unary u -> u.function().toString();
          case Elementwise.Binary b -> b.function().toString();
          case Elementwise.Compare c -> c.comparison().toString();
          case Reduction.Reduce r -> r.combiner().toString();
          case Calls.Call c -> c.function().name();
          default -> op.getClass().getSimpleName();
        };
    StringBuilder camel = new StringBuilder();
    boolean up = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_') {
        up = true;
      } else {
        camel.append(up ? Character.toUpperCase(c) : c);
        up = false;
      }
    }
    return camel.substring(0, 1).toLowerCase(Locale.ROOT) + camel.substring(1);
  }

  /** {@code lenet.net:4 conv2d_1}, or as much of it as is known. */
  static String where(Value value) {
    String place = value.origin().isKnown() ? value.origin().toString() : "";
    return (place + " " + value.origin().scope()).trim();
  }

  /**
   * {@code lenet.net:4 conv2d_1} for a comment of the generated source, which must not depend on
   * the folder in which it was compiled.
   */
  static String line(Value value) {
    String where = where(value);
    String file = value.origin().file();
    return value.origin().isKnown()
        ? Path.of(file).getFileName() + where.substring(file.length())
        : where;
  }

  /**
   * The field of a path: {@code conv2d_1_weight} of {@code conv2d_1.weight}. Paths with and without
   * dots may have the same: see {@link FieldNames}.
   */
  static String field(String path) {
    return outside(OURS, path);
  }

  /** What callers know an input or output as. */
  static String argument(String name) {
    return outside(OF_METHOD, name);
  }

  /** Different names stay different: {@code _k} gets a line, too, where {@code k} gets one. */
  private static String outside(Pattern taken, String path) {
    String name = path.replaceAll("[^\\p{L}\\p{N}_]", "_");
    String word = name.replaceFirst("^_+", "");
    return SourceVersion.isName(word) && !taken.matcher(word).matches() ? name : "_" + name;
  }

  /** The fields of a graph's symbolic dims. */
  static List<String> symbols(Graph graph) {
    return graph.symbols().stream().map(KernelNames::field).toList();
  }
}
