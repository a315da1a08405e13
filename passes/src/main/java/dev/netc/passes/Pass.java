package dev.netc.passes;

import dev.netc.ir.Graph;
import java.util.function.UnaryOperator;

/**
 * A rewrite of whole graphs.
 *
 * @param name as on the command line, {@code fold-constants}
 * @param description one line for {@code --list-passes} and the documentation
 * @param change gives a graph of the same inputs, parameters, outputs and updates that computes the
 *     same
 */
public record Pass(String name, String description, UnaryOperator<Graph> change) {}
