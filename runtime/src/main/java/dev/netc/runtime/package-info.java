/** What generated classes call. TO BE WRITTEN. */
@NullMarked
package dev.netc.runtime;

import org.jspecify.annotations.NullMarked;
