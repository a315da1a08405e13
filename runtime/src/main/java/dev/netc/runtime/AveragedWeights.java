package dev.netc.runtime;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the moving averages of parameters stand. A training keeps a parameter at its path and its
 * average at {@code average.<path>}. A file is for use first: it has the average at the path and
 * the parameter at {@code trained.<path>}.
 */
public final class AveragedWeights {
  private static final String AVERAGE = "average.";
  private static final String TRAINED = "trained.";

  private AveragedWeights() {}

  /** What evaluates: averages in place of their parameters. */
  public static Map<String, Tensor> forUse(Map<String, Tensor> training) {
    Map<String, Tensor> use = new LinkedHashMap<>(training);
    training.forEach(
        (path, tensor) -> {
          if (path.startsWith(AVERAGE)) {
            use.put(path.substring(AVERAGE.length()), use.remove(path));
          }
        });
    return use;
  }

  /** What goes into a file. */
  static Map<String, Tensor> toFile(Map<String, Tensor> training) {
    Map<String, Tensor> file = forUse(training);
    training.keySet().stream()
        .filter(path -> training.containsKey(AVERAGE + path))
        .forEach(path -> file.put(TRAINED + path, training.get(path)));
    return file;
  }

  /** What {@link #toFile} was made of. */
  static Map<String, Tensor> fromFile(Map<String, Tensor> file) {
    Map<String, Tensor> training = new LinkedHashMap<>(file);
    file.forEach(
        (path, tensor) -> {
          if (path.startsWith(TRAINED)) {
            String parameter = path.substring(TRAINED.length());
            training.put(AVERAGE + parameter, file.get(parameter));
            training.put(parameter, training.remove(path));
          }
        });
    return training;
  }
}
