/**
 * What generated classes call: kernels on {@code float[]} regions of an arena, and files of
 * tensors. It depends on nothing but the JDK. Kernels take strides and bounds as arguments, so that
 * layers of different shapes share the code that the JIT compiles.
 */
@NullMarked
package dev.netc.runtime;

import org.jspecify.annotations.NullMarked;
