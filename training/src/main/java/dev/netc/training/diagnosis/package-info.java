/**
 * Finds out what went wrong in one run of a graph. {@link dev.netc.training.diagnosis.Diagnosis}
 * runs the graph again, compiled as ever but with a look at every value, and goes back from what is
 * not finite to the operation that made it so. It knows graphs and arrays, nothing of training.
 */
@NullMarked
package dev.netc.training.diagnosis;

import org.jspecify.annotations.NullMarked;
