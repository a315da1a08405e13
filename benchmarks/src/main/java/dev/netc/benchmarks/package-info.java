/**
 * Measurements: {@link dev.netc.benchmarks.KernelTable} puts products and convolutions beside what
 * the machine can do at most; the comparison of whole networks with ONNX Runtime and PyTorch is
 * compiled under the profile {@code peers}. {@code benchmarks/run} runs all and writes a table.
 */
@NullMarked
package dev.netc.benchmarks;

import org.jspecify.annotations.NullMarked;
