/**
 * Measures of a network that classifies, exact over a whole test set that arrives in batches. Start
 * reading at {@link dev.netc.training.metrics.ClassificationMetrics}, which takes scores and
 * labels: it counts a {@link dev.netc.training.metrics.ConfusionMatrix}, of which accuracy,
 * precision, recall and F1 are ratios, and keeps every score for the {@link
 * dev.netc.training.metrics.RankingCurve} of each class, from which come ROC and precision-recall
 * curves.
 *
 * <p>Where a measure is a choice it is scikit-learn's. This package does not know networks, graphs
 * or files.
 */
@NullMarked
package dev.netc.training.metrics;

import org.jspecify.annotations.NullMarked;
