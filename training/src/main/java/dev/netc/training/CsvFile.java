package dev.netc.training;

import dev.netc.runtime.ElementType;
import dev.netc.runtime.Signature;
import dev.netc.runtime.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Numbers separated by commas, a line an example; the inputs take the columns in order. */
final class CsvFile {
  private CsvFile() {}

  /**
   * Reads a file; lines that start with # are comments. It is trained on and tested on as a whole.
   *
   * @throws TrainingException naming file and line if a line has another number of columns than the
   *     inputs need, or something that is no number
   */
  static DataSet read(Path path, List<Signature.Slot> slots) {
    List<double[]> rows = new ArrayList<>();
    int columns = slots.stream().mapToInt(CsvFile::width).sum();
    int number = 0;
    for (String line : lines(path)) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        rows.add(row(path + ":" + number, line, columns));
      }
    }
    if (rows.isEmpty()) {
      throw new TrainingException(path + " has no examples");
    }
    List<Tensor> tensors = new ArrayList<>();
    int column = 0;
    for (Signature.Slot slot : slots) {
      tensors.add(tensor(rows, column, slot));
      column += width(slot);
    }
    Examples examples = new Examples(rows.size(), tensors);
    return new DataSet(path.getFileName().toString(), examples, examples);
  }

  private static List<String> lines(Path path) {
    try {
      return Files.readAllLines(path);
    } catch (java.nio.file.NoSuchFileException e) {
      throw new TrainingException("no such file: " + path);
    } catch (IOException e) {
      throw new TrainingException(path + " cannot be read as text: " + e.getMessage());
    }
  }

  private static int width(Signature.Slot slot) {
    return slot.shape().stream().skip(1).mapToInt(Integer::parseInt).reduce(1, Math::multiplyExact);
  }

  private static double[] row(String place, String line, int columns) {
    String[] cells = line.split(",", -1);
    if (cells.length != columns) {
      throw new TrainingException(
          "%s: %d columns where the inputs need %d".formatted(place, cells.length, columns));
    }
    double[] row = new double[columns];
    for (int i = 0; i < columns; i++) {
      try {
        row[i] = Double.parseDouble(cells[i].trim());
      } catch (NumberFormatException e) {
        throw new TrainingException(place + ": `" + cells[i].trim() + "` is no number");
      }
    }
    return row;
  }

  private static Tensor tensor(List<double[]> rows, int column, Signature.Slot slot) {
    List<Integer> shape = new ArrayList<>();
    shape.add(rows.size());
    slot.shape().stream().skip(1).map(Integer::parseInt).forEach(shape::add);
    Tensor tensor = Tensor.zeros(slot.type(), shape);
    int width = width(slot);
    for (int i = 0; i < rows.size() * width; i++) {
      double value = rows.get(i / width)[column + i % width];
      switch (tensor.data()) {
        case float[] a -> a[i] = (float) value;
        case double[] a -> a[i] = value;
        case int[] a -> a[i] = (int) value;
        case long[] a -> a[i] = (long) value;
        case boolean[] a -> a[i] = value != 0;
        default -> throw new IllegalStateException(ElementType.F32 + " or another");
      }
    }
    return tensor;
  }
}
