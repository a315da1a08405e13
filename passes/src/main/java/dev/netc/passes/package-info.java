/** TO BE WRITTEN. */
@NullMarked
package dev.netc.passes;

import org.jspecify.annotations.NullMarked;
