/**
 * Passes: functions from graph to graph that keep the meaning. {@link dev.netc.passes.Passes} lists
 * them, {@link dev.netc.passes.Pipeline} runs some of them in order, {@link
 * dev.netc.passes.PassCheck} compares a graph before and after on random inputs. Most passes are a
 * list of {@link dev.netc.passes.Rule}s run to a fixed point. Nothing here knows of kernels or
 * Java. Start reading at {@link dev.netc.passes.Simplification}.
 */
@NullMarked
package dev.netc.passes;

import org.jspecify.annotations.NullMarked;
