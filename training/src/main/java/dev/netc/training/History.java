package dev.netc.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table of epochs, {@code history.csv}. */
final class History {
  private History() {}

  /**
   * Adds the line of an epoch; lines of this epoch and later ones, from a run that went further,
   * are dropped.
   *
   * @throws TrainingException if the file cannot be written
   */
  static void append(
      Path file,
      int epoch,
      Map<String, Double> trainScores,
      Map<String, Double> scores,
      double seconds) {
    List<String> names = new ArrayList<>(List.of("epoch"));
    trainScores.keySet().forEach(n -> names.add("train_" + n));
    scores.keySet().forEach(n -> names.add("test_" + n));
    names.add("seconds");
    List<String> lines = new ArrayList<>(List.of(String.join(",", names)));
    List<String> row = new ArrayList<>(List.of(Integer.toString(epoch)));
    trainScores.values().forEach(s -> row.add(number(s)));
    scores.values().forEach(s -> row.add(number(s)));
    row.add(String.format(Locale.ROOT, "%.2f", seconds));
    try {
      if (epoch > 1 && Files.exists(file)) {
        Files.readAllLines(file).stream().skip(1).limit(epoch - 1L).forEach(lines::add);
      }
      lines.add(String.join(",", row));
      lines.add(""); // ends the last line
      WholeFile.write(file, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new TrainingException(file + " cannot be written: " + e.getMessage());
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }
}
