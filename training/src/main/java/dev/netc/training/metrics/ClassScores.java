package dev.netc.training.metrics;

/**
 * How well one class is told from the others, or the average over classes.
 *
 * @param precision the fraction of those predicted to be of the class that are; 0 if none is
 * @param recall the fraction of those of the class that are predicted to be; 0 if there is none
 * @param f1 the harmonic mean of both; 0 if both are
 * @param support how many there are of the class
 */
public record ClassScores(double precision, double recall, double f1, long support) {}
