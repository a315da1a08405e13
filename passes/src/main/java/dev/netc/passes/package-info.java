/**
 * Passes: rewrites of a whole graph that keep its meaning.
 *
 * <p>A {@link dev.netc.passes.Pass} is a function from graph to graph with a name; {@link
 * dev.netc.passes.PassRegistry} lists all of them, a {@link dev.netc.passes.Pipeline} runs some in
 * order, and a {@link dev.netc.passes.PassObserver} looks on: it prints, times, verifies, or
 * evaluates the graph before and after ({@link dev.netc.passes.PassCheck}). A pass that replaces
 * operations by equal ones is a list of {@link dev.netc.passes.RewriteRule}s that one driver
 * applies until none fits. Start reading at {@link dev.netc.passes.Simplify}.
 *
 * <p>Passes look at the operations of the graph itself; the bodies of functions are reached by
 * inlining. This package must not know the language, where a graph came from, or generated code.
 */
@NullMarked
package dev.netc.passes;

import org.jspecify.annotations.NullMarked;
