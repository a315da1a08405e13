/**
 * Data sources, the training loop, checkpoints and history. The loop sees a training step as an
 * {@link dev.netc.runtime.Executable}; it decides what is fed and when it is saved.
 */
@NullMarked
package dev.netc.training;

import org.jspecify.annotations.NullMarked;
