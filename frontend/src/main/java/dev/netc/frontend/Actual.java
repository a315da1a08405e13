package dev.netc.frontend;

import dev.netc.grammar.SourceSpan;
import java.util.Optional;

/**
 * An argument of a call.
 *
 * @param name if the source names it
 * @param span what to underline if it does not fit
 */
record Actual(Optional<String> name, Meaning value, SourceSpan span) {}
