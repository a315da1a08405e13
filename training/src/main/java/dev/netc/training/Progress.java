package dev.netc.training;

import java.util.OptionalDouble;

/**
 * Where a training is.
 *
 * @param epoch from 1
 * @param batch updates in this epoch so far
 * @param batches updates in an epoch
 * @param loss the mean of this epoch so far
 * @param rate of the last update, if a schedule gives it
 * @param imagesPerSecond examples a second, in this run
 */
public record Progress(
    int epoch,
    int epochs,
    int batch,
    int batches,
    double loss,
    OptionalDouble rate,
    double imagesPerSecond) {}
