package dev.netc.frontend;

import dev.netc.grammar.Declaration;
import dev.netc.grammar.NetParser;
import dev.netc.grammar.TypeSyntax;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The page of all operators and of the standard library, made from the code itself. */
public final class LanguageReference {
  private LanguageReference() {}

  /** The page in Markdown. */
  public static String markdown() {
    StringBuilder page =
        new StringBuilder(
            """
            # Operators and the standard library

            This page is made from the compiler's table of operators and from the comments of the standard library's
            sources; `./mvnw -Dquick test -Dnetc.updateGolden=true` writes it anew. A parameter with a default may be left
            out, and `x |> f(y)` is `f(x, y)`.

            ## Operators

            What the compiler knows by itself; `?` marks what may be left out. [language.md](language.md) says more.

            """);
    Operators.BY_NAME.values().stream()
        .sorted(Comparator.comparing(Operator::signature))
        .forEach(o -> page.append("- `%s`: %s\n".formatted(o.signature(), o.does())));
    for (String file : Library.STANDARD) {
      page.append("\n## ").append(title(file)).append("\n");
      NetParser.parse(Library.standard(file))
          .file()
          .orElseThrow()
          .declarations()
          .forEach(d -> page.append(entry(d)));
    }
    return page.toString();
  }

  private static String title(String file) {
    String name = file.substring(0, file.indexOf('.'));
    return name.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + name.substring(1);
  }

  private static String entry(Declaration declaration) {
    return switch (declaration) {
      case Declaration.Block b ->
          entry(b.name() + formals(b.formals()) + results(b.results()), b.doc());
      case Declaration.Optimizer o -> entry(o.name() + formals(o.formals()), o.doc());
      case Declaration.Network n -> "";
      case Declaration.Training t -> "";
      case Declaration.Rule r -> "";
      case Declaration.Import i -> "";
    };
  }

  private static String entry(String signature, String doc) {
    return "\n`" + signature + "`\n\n" + doc.strip() + "\n";
  }

  private static String formals(List<Declaration.Formal> formals) {
    return formals.stream()
        .map(
            f ->
                f.name()
                    + ": "
                    + type(f.type())
                    + f.initial().map(e -> " = " + SourceText.of(e)).orElse(""))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String results(List<TypeSyntax> results) {
    return results.isEmpty()
        ? ""
        : " -> " + results.stream().map(LanguageReference::type).collect(Collectors.joining(", "));
  }

  private static String type(TypeSyntax type) {
    return type.dims().isEmpty()
        ? type.name()
        : type.dims().stream()
            .map(SourceText::of)
            .collect(Collectors.joining(", ", type.name() + "[", "]"));
  }
}
