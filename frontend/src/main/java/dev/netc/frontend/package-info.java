/** TO BE WRITTEN. */
@NullMarked
package dev.netc.frontend;

import org.jspecify.annotations.NullMarked;
