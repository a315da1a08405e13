package dev.netc.training;

import dev.netc.frontend.DataSpec;
import dev.netc.runtime.ElementType;
import dev.netc.runtime.Tensor;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A text as numbers of characters, for models that foretell the next one: {@code text("novel.txt",
 * window = 64, characters = 80, held_out = 0.1)}. An example is a window of the text, and the same
 * window one character later; windows follow each other. The last part of the text is held out.
 */
public final class TextFile {
  private static final int DEFAULT_WINDOW = 64;
  private static final double DEFAULT_HELD_OUT = 0.1;

  private final String name;

  /** The distinct characters, ascending; a character's number is its index. */
  private final int[] vocabulary;

  private final int[] tokens;
  private final int window;
  private final double heldOut;

  private TextFile(String name, int[] vocabulary, int[] tokens, int window, double heldOut) {
    this.name = name;
    this.vocabulary = vocabulary;
    this.tokens = tokens;
    this.window = window;
    this.heldOut = heldOut;
  }

  /**
   * Reads a text.
   *
   * @throws TrainingException if it cannot be read as UTF-8, is too short for a window, or does not
   *     have the number of characters that {@code characters} says
   */
  public static TextFile read(Path path, DataSpec spec) {
    int[] characters = content(path).codePoints().toArray();
    int[] vocabulary = Arrays.stream(characters).sorted().distinct().toArray();
    int said = (int) number(spec, "characters", vocabulary.length);
    if (said != vocabulary.length) {
      throw new TrainingException(
          "%s has %d distinct characters, not %d".formatted(path, vocabulary.length, said));
    }
    int window = (int) number(spec, "window", DEFAULT_WINDOW);
    double heldOut = number(spec, "held_out", DEFAULT_HELD_OUT);
    if (window < 1 || heldOut <= 0 || heldOut >= 1) {
      throw new TrainingException(
          "`window` is at least 1 and `held_out` a share between 0 and 1, not %d and %s"
              .formatted(window, heldOut));
    }
    int[] tokens = Arrays.stream(characters).map(c -> Arrays.binarySearch(vocabulary, c)).toArray();
    TextFile text =
        new TextFile(path.getFileName().toString(), vocabulary, tokens, window, heldOut);
    int tested = (int) (tokens.length * heldOut);
    if (Math.min(tested, tokens.length - tested) < window + 1) {
      throw new TrainingException(
          "%s has %,d characters: each part needs more than a window of %d"
              .formatted(path, tokens.length, window));
    }
    return text;
  }

  private static String content(Path path) {
    try {
      return Files.readString(path);
    } catch (NoSuchFileException e) {
      throw new TrainingException("no such file: " + path);
    } catch (CharacterCodingException e) {
      throw new TrainingException(path + " is no text in UTF-8");
    } catch (IOException e) {
      throw new TrainingException(path + " cannot be read: " + e.getMessage());
    }
  }

  private static double number(DataSpec spec, String option, double otherwise) {
    Object given = spec.options().get(option);
    if (given == null) {
      return otherwise;
    }
    if (given instanceof Number number) {
      return number.doubleValue();
    }
    throw new TrainingException("`%s` of `data text` is a number, not %s".formatted(option, given));
  }

  /** The text as examples. */
  DataSet examples() {
    int tested = (int) (tokens.length * heldOut);
    int split = tokens.length - tested;
    return new DataSet(name, windows(0, split), windows(split, tokens.length), true);
  }

  private Examples windows(int from, int to) {
    int count = (to - from - 1) / window;
    return new Examples(count, List.of(part(from, count), part(from + 1, count)));
  }

  private Tensor part(int from, int count) {
    int[] part = Arrays.copyOfRange(tokens, from, from + count * window);
    return new Tensor(ElementType.I32, List.of(count, window), part);
  }

  /**
   * The numbers of a text's characters.
   *
   * @throws TrainingException if this text has a character that the file has not
   */
  public int[] encode(String text) {
    return text.codePoints()
        .map(
            c -> {
              int token = Arrays.binarySearch(vocabulary, c);
              if (token < 0) {
                throw new TrainingException(
                    "%s has no character `%s`".formatted(name, Character.toString(c)));
              }
              return token;
            })
        .toArray();
  }

  /** How many distinct characters the text has. */
  public int characters() {
    return vocabulary.length;
  }

  /** The character of a number. */
  public String decode(int token) {
    return Character.toString(vocabulary[token]);
  }
}
