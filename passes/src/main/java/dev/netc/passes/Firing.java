package dev.netc.passes;

import dev.netc.ir.Origin;

/**
 * One place at which a pass changed something.
 *
 * @param rule what it did there, a name that says more than the pass's
 * @param where the operation that it changed comes from
 */
public record Firing(String rule, Origin where) {}
