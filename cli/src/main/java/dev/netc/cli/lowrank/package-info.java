/**
 * Trained weights as products of two smaller ones, by their singular values, and the graph that
 * computes with these.
 *
 * <p>Start reading at {@link dev.netc.cli.lowrank.Factorization}. This package knows graphs and
 * tensors, not commands.
 */
@NullMarked
package dev.netc.cli.lowrank;

import org.jspecify.annotations.NullMarked;
