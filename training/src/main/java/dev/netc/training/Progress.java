package dev.netc.training;

/**
 * Where a training is.
 *
 * @param epoch from 1
 * @param batch updates in this epoch so far
 * @param batches updates in an epoch
 * @param loss the mean of this epoch so far
 * @param imagesPerSecond examples a second, in this run
 */
public record Progress(
    int epoch, int epochs, int batch, int batches, double loss, double imagesPerSecond) {}
