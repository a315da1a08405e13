package dev.netc.passes;

import dev.netc.ir.GraphText;
import java.util.function.Consumer;

/**
 * Prints the graph after each pass that changed it.
 *
 * @param sink takes the text
 */
public record PassPrinter(Consumer<String> sink) implements PassObserver {
  @Override
  public void ran(Run run) {
    sink.accept(
        run.after().equals(run.before())
            ? "// after %s: nothing to do\n\n".formatted(run.pass().name())
            : "// after %s\n%s\n".formatted(run.pass().name(), GraphText.print(run.after())));
  }
}
