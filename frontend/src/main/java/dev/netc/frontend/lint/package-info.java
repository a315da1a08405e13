/**
 * Advice on networks that compile: what is allowed, and yet seldom meant. {@link
 * dev.netc.frontend.lint.Lint} runs the rules, one class each, that {@link
 * dev.netc.frontend.lint.LintRules} lists; each reads the graphs of a {@link
 * dev.netc.frontend.lint.Subject} and reports what a person would ask about, with what to do. A
 * rule speaks only of what the graph proves or of layers of the standard library, so that its
 * silence can be relied on less than its warnings.
 */
@NullMarked
package dev.netc.frontend.lint;

import org.jspecify.annotations.NullMarked;
