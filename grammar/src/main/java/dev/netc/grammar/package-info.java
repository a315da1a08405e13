/**
 * The syntax of the {@code .net} language: grammar, syntax tree, diagnostics, formatter.
 *
 * <p>{@link dev.netc.grammar.NetParser} turns text into a {@link dev.netc.grammar.SyntaxFile}, a
 * tree of records under the sealed interfaces {@link dev.netc.grammar.Declaration}, {@link
 * dev.netc.grammar.Statement} and {@link dev.netc.grammar.Expression}, each node with its span;
 * ANTLR's classes do not leave the package. Mistakes are values, {@link
 * dev.netc.grammar.Diagnostic}, and are drawn by {@link dev.netc.grammar.DiagnosticRenderer}.
 *
 * <p>This package must not know what names mean, nor anything of graphs.
 */
@NullMarked
package dev.netc.grammar;

import org.jspecify.annotations.NullMarked;
