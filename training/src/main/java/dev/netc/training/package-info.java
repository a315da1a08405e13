/** TO BE WRITTEN. */
@NullMarked
package dev.netc.training;

import org.jspecify.annotations.NullMarked;
