package dev.netc.frontend;

import dev.netc.ir.Graph;
import java.util.List;

/**
 * What {@code classify scores, labels} in a training section says: how a network that classifies is
 * measured.
 *
 * @param evaluate {@link TrainingPlan#evaluate} with two further outputs: {@link #SCORES},
 *     f32[rows, classes], the logits, and {@link #LABELS}, i32 or f32[rows], the right class of
 *     each row
 * @param classes the names of the classes, in the order of the scores
 * @param ignored rows with this label do not count
 */
public record Classification(Graph evaluate, List<String> classes, int ignored) {
  /** What all further outputs of {@link #evaluate} begin with. */
  public static final String PREFIX = "classify.";

  public static final String SCORES = PREFIX + "scores";
  public static final String LABELS = PREFIX + "labels";

  public Classification {
    classes = List.copyOf(classes);
  }
}
