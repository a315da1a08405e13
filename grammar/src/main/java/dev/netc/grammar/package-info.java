/**
 * TO BE WRITTEN.
 */
@NullMarked
package dev.netc.grammar;

import org.jspecify.annotations.NullMarked;
