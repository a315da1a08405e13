package dev.netc.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A training as it stood after {@code step} updates.
 *
 * @param network the network's name
 * @param seed what the run was started with
 * @param step updates made
 * @param steps updates planned
 * @param best the best score so far; the larger the better
 * @param validation loss and metrics of the last evaluation, by name; nothing before the first
 * @param sums of the losses and the metrics of the updates of the epoch that step lies in
 * @param tensors parameters and states by path
 */
public record Checkpoint(
    String network,
    long seed,
    long step,
    long steps,
    double best,
    Map<String, Double> validation,
    List<Double> sums,
    Map<String, Tensor> tensors) {
  public Checkpoint {
    validation = Map.copyOf(validation);
    sums = List.copyOf(sums);
  }

  private static final String VALIDATION = "validation.";

  /**
   * Writes it; a reader sees the old file or the new one.
   *
   * @throws IOException if it cannot be written; the old file is as it was
   */
  public void write(Path file) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", "netc 1");
    metadata.put("network", network);
    metadata.put("seed", Long.toString(seed));
    metadata.put("step", Long.toString(step));
    metadata.put("steps", Long.toString(steps));
    metadata.put("best", Double.toString(best));
    validation.forEach((name, score) -> metadata.put(VALIDATION + name, score.toString()));
    metadata.put("sums", sums.stream().map(String::valueOf).collect(Collectors.joining(",")));
    Safetensors.write(file, AveragedWeights.toFile(tensors), metadata);
  }

  /**
   * Reads one.
   *
   * @throws SafetensorsException if it is malformed or no checkpoint
   * @throws IOException if it cannot be read
   */
  public static Checkpoint read(Path file) throws IOException {
    Safetensors.Contents contents = Safetensors.read(file);
    Map<String, String> m = contents.metadata();
    try {
      if (!"netc 1".equals(m.get("format"))) {
        throw new SafetensorsException(
            file + " is no checkpoint of a training: it cannot be resumed");
      }
      return new Checkpoint(
          m.getOrDefault("network", ""),
          Long.parseLong(m.getOrDefault("seed", "")),
          Long.parseLong(m.getOrDefault("step", "")),
          Long.parseLong(m.getOrDefault("steps", "")),
          Double.parseDouble(m.getOrDefault("best", "")),
          validation(m),
          Stream.of(m.getOrDefault("sums", "").split(",", -1)).map(Double::valueOf).toList(),
          AveragedWeights.fromFile(contents.tensors()));
    } catch (NumberFormatException e) {
      throw new SafetensorsException(file + " is no checkpoint: its metadata lacks a number");
    } catch (IOException e) {
      throw new SafetensorsException(e.getMessage());
    }
  }

  private static Map<String, Double> validation(Map<String, String> metadata) {
    Map<String, Double> validation = new LinkedHashMap<>();
    metadata.forEach(
        (key, value) -> {
          if (key.startsWith(VALIDATION)) {
            validation.put(key.substring(VALIDATION.length()), Double.valueOf(value));
          }
        });
    return validation;
  }
}
