package dev.netc.training;

import dev.netc.frontend.DataSpec;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Signature;
import dev.netc.runtime.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens the data that a training section names. */
public final class DataSources {
  private DataSources() {}

  /**
   * Reads the examples.
   *
   * @param spec the section's {@code data} line
   * @param folder what its paths are relative to
   * @param override a path in place of the one that the line names, or null
   * @param slots the inputs to fill
   * @throws TrainingException if the source is unknown, unreadable, or does not fit the inputs
   */
  public static DataSet open(
      DataSpec spec, Path folder, @Nullable Path override, List<Signature.Slot> slots) {
    if (spec.source().isEmpty()) {
      throw new TrainingException(
          "the training section names no data: add a line such as `data mnist(\"data/mnist\")`");
    }
    DataSet data =
        spec.source().equals("problem")
            ? Problems.draw(spec)
            : read(spec, path(spec, folder, override), slots);
    check(data, slots);
    return data;
  }

  private static DataSet read(DataSpec spec, Path path, List<Signature.Slot> slots) {
    return switch (spec.source()) {
      case "mnist" -> mnist(path, spec);
      case "digit_lines" ->
          DigitLines.compose(singleDigits(path, "train"), singleDigits(path, "t10k"), spec);
      case "digit_scenes" ->
          DigitScenes.compose(singleDigits(path, "train"), singleDigits(path, "t10k"), spec);
      case "csv" -> CsvFile.read(path, slots);
      case "text" -> TextFile.read(path, spec).examples();
      default ->
          throw new TrainingException(
              "unknown data source `"
                  + spec.source()
                  + "`: there are mnist, digit_lines, digit_scenes, csv, text and problem");
    };
  }

  /**
   * The text that a training section names, with its vocabulary.
   *
   * @throws TrainingException if it names another kind of data, or the text cannot be read
   */
  public static TextFile text(DataSpec spec, Path folder, @Nullable Path override) {
    if (!spec.source().equals("text")) {
      throw new TrainingException("the training section names no text: `data text(\"novel.txt\")`");
    }
    return TextFile.read(path(spec, folder, override), spec);
  }

  private static Path path(DataSpec spec, Path folder, @Nullable Path override) {
    return override != null
        ? override
        : spec.arguments().stream()
            .findFirst()
            .filter(a -> a instanceof String)
            .map(a -> folder.resolve((String) a).normalize())
            .orElseThrow(() -> new TrainingException("`data " + spec.source() + "` names no path"));
  }

  private static void check(DataSet data, List<Signature.Slot> slots) {
    List<Tensor> tensors = data.train().tensors();
    if (tensors.size() != slots.size()) {
      throw new TrainingException(
          "%s gives %d tensors for the inputs %s".formatted(data.name(), tensors.size(), slots));
    }
    for (int i = 0; i < slots.size(); i++) {
      List<String> shape = tensors.get(i).shape().stream().map(String::valueOf).toList();
      Signature.Slot slot = slots.get(i);
      boolean fits =
          tensors.get(i).type() == slot.type()
              && !slot.shape().isEmpty()
              && fits(shape, slot.shape());
      if (!fits) {
        throw new TrainingException(
            "%s gives %s where the input is %s".formatted(data.name(), tensors.get(i), slot));
      }
    }
  }

  /** Whether examples have the extents of an input, of which some may be symbols. */
  private static boolean fits(List<String> shape, List<String> slot) {
    boolean fits = shape.size() == slot.size();
    for (int axis = 1; fits && axis < slot.size(); axis++) {
      fits = slot.get(axis).equals(shape.get(axis)) || slot.get(axis).matches("[A-Za-z_]\\w*");
    }
    return fits;
  }

  private static DataSet mnist(Path folder, DataSpec spec) {
    double mean = 0;
    double deviation = 1;
    if (spec.options().get("normalize") instanceof List<?> pair
        && pair.size() == 2
        && pair.get(0) instanceof Number m
        && pair.get(1) instanceof Number d) {
      mean = m.doubleValue();
      deviation = d.doubleValue();
    }
    boolean labels = !Boolean.FALSE.equals(spec.options().get("labels"));
    return new DataSet(
        "mnist",
        digits(folder, "train", mean, deviation, labels),
        digits(folder, "t10k", mean, deviation, labels));
  }

  private static Digits singleDigits(Path folder, String part) {
    IdxFile images = IdxFile.read(find(folder, part + "-images-idx3-ubyte"), 3);
    IdxFile labels = IdxFile.read(find(folder, part + "-labels-idx1-ubyte"), 1);
    if (labels.extent(0) != images.extent(0)) {
      throw new TrainingException(
          "%s has %,d images of the part %s, but %,d labels"
              .formatted(folder, images.extent(0), part, labels.extent(0)));
    }
    return new Digits(images, labels);
  }

  private static Examples digits(
      Path folder, String part, double mean, double deviation, boolean labels) {
    Digits digits = singleDigits(folder, part);
    IdxFile images = digits.images();
    int count = images.extent(0);
    float[] pixels = new float[images.data().length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) (((images.data()[i] & 0xff) / 255.0 - mean) / deviation);
    }
    Tensor image = Tensor.of(pixels, count, 1, images.extent(1), images.extent(2));
    if (!labels) {
      return new Examples(count, List.of(image));
    }
    int[] classes = new int[count];
    for (int i = 0; i < count; i++) {
      classes[i] = digits.labels().data()[i] & 0xff;
    }
    return new Examples(
        count, List.of(image, new Tensor(ElementType.I32, List.of(count), classes)));
  }

  private static Path find(Path folder, String name) {
    Path zipped = folder.resolve(name + ".gz");
    return Files.exists(zipped) ? zipped : folder.resolve(name);
  }
}
