/**
 * From graphs to Java: which values get memory and which are computed where they are used ({@link
 * dev.netc.codegen.KernelPlan}), the class that computes them, and its compilation in memory.
 */
@NullMarked
package dev.netc.codegen;

import org.jspecify.annotations.NullMarked;
