package dev.netc.codegen;

import dev.netc.ir.Calls;
import dev.netc.ir.Elementwise;
import dev.netc.ir.Op;
import dev.netc.ir.Reduction;
import dev.netc.ir.Value;
import java.nio.file.Path;
import java.util.Locale;

/** What kernels and fields are called in the generated class. */
final class KernelNames {
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

  /** A path as a Java name: {@code conv2d_1.weight} is {@code conv2d_1_weight}. */
  static String field(String path) {
    String name = path.replaceAll("[^\\p{L}\\p{N}_]", "_");
    return javax.lang.model.SourceVersion.isName(name) ? name : "_" + name;
  }
}
