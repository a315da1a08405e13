/**
 * Reverse-mode automatic differentiation, from graph to graph: the vector-Jacobian products of the
 * primitives, one class for each family of operators, and the sweep that puts them together. The
 * result is made of the same primitives, so it can be differentiated again.
 */
@NullMarked
package dev.netc.autodiff;

import org.jspecify.annotations.NullMarked;
