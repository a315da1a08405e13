package dev.netc.frontend;

import dev.netc.grammar.Declaration;
import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.NearMatch;
import dev.netc.grammar.NetParser;
import dev.netc.grammar.ParseResult;
import dev.netc.grammar.SourceFile;
import dev.netc.grammar.SourceSpan;
import dev.netc.grammar.SyntaxFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All that a file can name: its own declarations, its imports', and the standard library's. */
final class Library {
  static final String FOLDER = "stdlib/";

  /** The files of the standard library, in the folder {@code stdlib} beside this class. */
  static final List<String> STANDARD =
      List.of(
          "activations.net",
          "attention.net",
          "augmentation.net",
          "ctc.net",
          "initializers.net",
          "layers.net",
          "losses.net",
          "metrics.net",
          "normalization.net",
          "optimizers.net",
          "recurrent.net",
          "resampling.net",
          "schedules.net",
          "shapes.net",
          "ordering.net",
          "statistics.net",
          "clipping.net",
          "detection.net");

  private final Map<String, Declaration.Block> blocks = new HashMap<>();
  private final Map<String, Declaration.Optimizer> optimizers = new HashMap<>();
  private final Map<String, Declaration.Network> networks = new LinkedHashMap<>();
  private final List<Declaration.Training> trainings = new ArrayList<>();
  private final List<Declaration.Rule> rules = new ArrayList<>();
  private final Map<String, SourceFile> sources = new LinkedHashMap<>();
  private final Map<String, Boolean> parametric = new HashMap<>();
  private final Set<String> standardNames = new HashSet<>();
  private final List<Diagnostic> diagnostics;

  /** Loads {@code file} and what it imports; mistakes go to {@code diagnostics}. */
  Library(SyntaxFile file, List<Diagnostic> diagnostics) {
    this.diagnostics = diagnostics;
    Parsed.STANDARD.forEach(standard -> declare(standard, false));
    standardNames.addAll(blocks.keySet());
    standardNames.addAll(optimizers.keySet());
    declare(file, true);
  }

  /** The standard library's trees, which are the same for every file that is compiled. */
  private static final class Parsed {
    static final List<SyntaxFile> STANDARD = Library.STANDARD.stream().map(Parsed::file).toList();

    private static SyntaxFile file(String name) {
      ParseResult parsed = NetParser.parse(standard(name));
      return parsed
          .file()
          .orElseThrow(() -> new IllegalStateException(name + ": " + parsed.diagnostics()));
    }
  }

  /** The text of a file of the standard library. */
  static SourceFile standard(String name) {
    try (InputStream in = Library.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("the standard library lacks " + name);
      }
      return new SourceFile(FOLDER + name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("the standard library's " + name + " is unreadable", e);
    }
  }

  /** Whether a place is in the standard library, which the user did not write. */
  static boolean isStandard(SourceSpan span) {
    return span.file().startsWith(FOLDER);
  }

  private void declare(SyntaxFile file, boolean own) {
    sources.put(file.source().name(), file.source());
    Map<String, SourceSpan> here = new HashMap<>();
    for (Declaration declaration : file.declarations()) {
      switch (declaration) {
        case Declaration.Import i -> load(file, i);
        case Declaration.Block b -> {
          announce(b.name(), b.nameSpan(), own, here);
          blocks.put(b.name(), b);
        }
        case Declaration.Optimizer o -> {
          announce(o.name(), o.nameSpan(), own, here);
          optimizers.put(o.name(), o);
        }
        case Declaration.Network n -> {
          announce(n.name(), n.nameSpan(), own, here);
          networks.put(n.name(), n);
        }
        case Declaration.Training t -> trainings.add(t);
        case Declaration.Rule r -> {
          if (rules.stream().anyMatch(other -> other.name().equals(r.name()))) {
            diagnostics.add(
                Diagnostic.error(
                    "two rules are called `" + r.name() + "`", r.nameSpan(), "the second one"));
          }
          rules.add(r);
        }
      }
    }
  }

  private void announce(String name, SourceSpan span, boolean own, Map<String, SourceSpan> here) {
    SourceSpan first = here.putIfAbsent(name, span);
    if (first != null) {
      diagnostics.add(
          Diagnostic.error("`" + name + "` is declared twice", span, "the second one")
              .withNote(first, "the first one"));
    } else if (own && standardNames.contains(name)) {
      diagnostics.add(
          Diagnostic.warning(
              "`" + name + "` hides the standard library's", span, "this one is used"));
    }
  }

  private void load(SyntaxFile from, Declaration.Import declaration) {
    Path shown = Path.of(from.source().name()).resolveSibling(declaration.path()).normalize();
    if (sources.containsKey(shown.toString())) {
      return;
    }
    try {
      SourceFile source = SourceFile.read(shown);
      sources.put(source.name(), source);
      ParseResult parsed = NetParser.parse(source);
      diagnostics.addAll(parsed.diagnostics());
      parsed.file().ifPresent(f -> declare(f, true));
    } catch (IOException e) {
      diagnostics.add(
          Diagnostic.error("this import cannot be read", declaration.span(), e.getMessage())
              .withHelp(
                  nearby(shown)
                      .map(near -> "did you mean `" + near + "`?")
                      .orElse("the path is relative to the folder of the file that imports")));
    }
  }

  /** The {@code .net} file in the same folder whose name is nearest. */
  private static Optional<String> nearby(Path missing) {
    Path folder = missing.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.net")) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    } catch (IOException e) {
      return Optional.empty(); // a folder that cannot be read gives no hint
    }
    return NearMatch.of(missing.getFileName().toString(), names);
  }

  Optional<Declaration.Block> block(String name) {
    return Optional.ofNullable(blocks.get(name));
  }

  Optional<Declaration.Optimizer> optimizer(String name) {
    return Optional.ofNullable(optimizers.get(name));
  }

  List<Declaration.Network> networks() {
    return List.copyOf(networks.values());
  }

  List<Declaration.Training> trainings() {
    return trainings;
  }

  List<Declaration.Rule> rules() {
    return rules;
  }

  Set<String> blockNames() {
    return new TreeSet<>(blocks.keySet());
  }

  Set<String> optimizerNames() {
    return new TreeSet<>(optimizers.keySet());
  }

  /** The sources read so far, by the names that spans carry. */
  Map<String, SourceFile> sources() {
    return sources;
  }

  /** Whether the block, or one that it calls, keeps parameters or state. */
  boolean isParametric(String blockName) {
    Boolean known = parametric.get(blockName);
    if (known != null) {
      return known;
    }
    parametric.put(blockName, false); // a recursive call adds nothing of its own
    Declaration.Block block = blocks.get(blockName);
    boolean result = block != null && ParameterSearch.declares(block.body(), this);
    parametric.put(blockName, result);
    return result;
  }
}
