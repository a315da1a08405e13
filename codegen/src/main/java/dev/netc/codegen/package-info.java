/** TO BE WRITTEN. */
@NullMarked
package dev.netc.codegen;

import org.jspecify.annotations.NullMarked;
