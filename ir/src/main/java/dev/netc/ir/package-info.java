/**
 * TO BE WRITTEN.
 */
@NullMarked
package dev.netc.ir;

import org.jspecify.annotations.NullMarked;
