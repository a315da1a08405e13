package dev.netc.frontend.lint;

import dev.netc.grammar.Diagnostic;

/**
 * What a rule found.
 *
 * @param rule its name
 * @param message what is the matter, one line
 * @param diagnostic the whole, for a person; its message names the rule
 */
public record Warning(String rule, String message, Diagnostic diagnostic) {}
