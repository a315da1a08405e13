/**
 * The graph that every phase of netc reads and writes: immutable, in static single assignment form,
 * typed.
 *
 * <p>Operators are records under the sealed interface {@link dev.netc.ir.Op}, one file a family;
 * each knows its operands and its type rule and nothing of gradients, lowering or source syntax.
 * Shapes are lists of {@link dev.netc.ir.Dim}, integers or symbolic expressions in a canonical
 * form. A {@link dev.netc.ir.GraphBuilder} infers types and shares equal expressions. Start reading
 * at {@link dev.netc.ir.Graph}, then {@link dev.netc.ir.Elementwise}.
 *
 * <p>This package must not know the language, passes or generated code.
 */
@NullMarked
package dev.netc.ir;

import org.jspecify.annotations.NullMarked;
