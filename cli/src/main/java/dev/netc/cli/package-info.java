/** TO BE WRITTEN. */
@NullMarked
package dev.netc.cli;

import org.jspecify.annotations.NullMarked;
