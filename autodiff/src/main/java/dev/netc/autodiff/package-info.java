/** TO BE WRITTEN. */
@NullMarked
package dev.netc.autodiff;

import org.jspecify.annotations.NullMarked;
