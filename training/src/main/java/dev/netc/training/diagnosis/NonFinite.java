package dev.netc.training.diagnosis;

import dev.netc.ir.Origin;
import java.util.List;

/**
 * The operation that made a number that is none.
 *
 * @param operator {@code divide}; or {@code the input image} for what was given
 * @param place where it stands in the source
 * @param stage what it is part of
 * @param element which element of its result, {@code [3, 7]}; empty for a scalar
 * @param number the element, {@code NaN}
 * @param operands each operand, as far as the element needs it
 * @param advice what may help, one line; may be empty
 */
public record NonFinite(
    String operator,
    Origin place,
    Stage stage,
    String element,
    String number,
    List<String> operands,
    String advice) {
  /** What an operation is part of. */
  public enum Stage {
    /** The way to the loss. */
    FORWARD,
    /** The way back from the loss. */
    BACKWARD,
    /** What clipping, a schedule or the optimiser of the standard library does. */
    UPDATE
  }

  public NonFinite {
    operands = List.copyOf(operands);
  }

  NonFinite within(Origin loop, Stage of, String step) {
    return new NonFinite(
        operator + " in " + step,
        place.isKnown() ? place : loop,
        of,
        element,
        number,
        operands,
        advice);
  }

  /** {@code log, element [3, 7] = NaN; its operand is -0.25}. */
  public String text() {
    StringBuilder text = new StringBuilder(operator);
    if (!place.scope().isEmpty()) {
      text.append(" in ").append(place.scope());
    }
    text.append(
        switch (stage) {
          case FORWARD -> "";
          case BACKWARD -> " on the way back";
          case UPDATE -> " in the update";
        });
    text.append(element.isEmpty() ? " = " : ", element " + element + " = ").append(number);
    if (!operands.isEmpty()) {
      text.append(operands.size() == 1 ? "; its operand is " : "; its operands are ");
      text.append(String.join(", ", operands.subList(0, operands.size() - 1)));
      text.append(operands.size() == 1 ? "" : " and ").append(operands.getLast());
    }
    return text.toString();
  }
}
