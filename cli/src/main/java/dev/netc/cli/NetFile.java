package dev.netc.cli;

import dev.netc.frontend.Compilation;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.Frontend;
import dev.netc.frontend.LowRank;
import dev.netc.frontend.TrainingPlan;
import dev.netc.grammar.Diagnostic;
import dev.netc.grammar.DiagnosticRenderer;
import dev.netc.grammar.NetParser;
import dev.netc.grammar.ParseResult;
import dev.netc.grammar.SourceFile;
import dev.netc.grammar.SyntaxFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A {@code .net} file that a command was given. */
record NetFile(Path path, Compilation compilation) {
  /**
   * Compiles the file; warnings go to {@code err}.
   *
   * @throws UserError with all diagnostics if there is an error
   */
  static NetFile compile(Path path, PrintWriter err) throws IOException {
    return compile(path, Map.of(), err);
  }

  /**
   * The same with parameters that are products of two others.
   *
   * @param lowRanks by the path of the parameter
   */
  static NetFile compile(Path path, Map<String, LowRank> lowRanks, PrintWriter err)
      throws IOException {
    NetFile file = new NetFile(path, Frontend.compile(SourceFile.read(path), lowRanks));
    if (file.compilation.hasErrors()) {
      throw new UserError(file.rendered().stripTrailing());
    }
    if (!file.compilation.diagnostics().isEmpty()) {
      err.print(file.rendered());
    }
    return file;
  }

  /**
   * The syntax tree of a file.
   *
   * @throws UserError with all diagnostics if there is an error
   */
  static SyntaxFile syntax(SourceFile source) {
    ParseResult parsed = NetParser.parse(source);
    return parsed
        .file()
        .orElseThrow(
            () ->
                new UserError(
                    new DiagnosticRenderer(name -> source.lines(), Terminal.COLOR_ERR)
                        .render(parsed.diagnostics())
                        .stripTrailing()));
  }

  String rendered() {
    return rendered(compilation.diagnostics(), Terminal.COLOR_ERR);
  }

  /** Diagnostics with the lines of the file, and of others, that they speak of. */
  String rendered(List<Diagnostic> diagnostics, boolean color) {
    return new DiagnosticRenderer(this::lines, color).render(diagnostics);
  }

  private List<String> lines(String file) {
    SourceFile source = compilation.sources().get(file);
    return source == null ? List.of() : source.lines();
  }

  /**
   * The first network of the file.
   *
   * @throws UserError if it declares none
   */
  CompiledNetwork network() {
    if (compilation.networks().isEmpty()) {
      throw new UserError("error: " + path + " declares no network");
    }
    return compilation.networks().getFirst();
  }

  /**
   * How the network is trained.
   *
   * @throws UserError if the file has no training section for it
   */
  TrainingPlan training() {
    return network()
        .training()
        .orElseThrow(
            () ->
                new UserError(
                    "error: %s has no section `training %s`".formatted(path, network().name())));
  }

  /** What paths in the file are relative to. */
  Path folder() {
    Path parent = path.toAbsolutePath().getParent();
    return parent == null ? Path.of(".") : parent;
  }
}
