/**
 * What can be said of a graph without running it: which part of the input a value depends on, which
 * elements of it must be equal. Analyses read graphs and give values of their own; they change
 * nothing.
 */
@NullMarked
package dev.netc.ir.analysis;

import org.jspecify.annotations.NullMarked;
