/**
 * The meaning of every operator, computed in f64 by the most obvious loops. Everything that is fast
 * is tested against this.
 */
@NullMarked
package dev.netc.ir.reference;

import org.jspecify.annotations.NullMarked;
