/** The {@code netc} command: a class for each of its commands. */
@NullMarked
package dev.netc.cli;

import org.jspecify.annotations.NullMarked;
