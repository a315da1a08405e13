package dev.netc.passes;

import dev.netc.ir.Verifier;
import java.util.List;

/** Verifies the graph after each pass. */
public record PassVerifier() implements PassObserver {
  @Override
  public void ran(Run run) {
    List<String> problems = Verifier.problems(run.after());
    if (!problems.isEmpty()) {
      throw PassFailure.invalid(run.pass(), run.before(), problems);
    }
  }
}
