package dev.netc.cli;

import dev.netc.ir.Graph;
import dev.netc.ir.GraphText;
import dev.netc.passes.Pass;
import dev.netc.passes.PassCheck;
import dev.netc.passes.Pipeline;
import java.io.PrintWriter;
import java.util.Locale;

/** Tells what each pass did: its graph, its time, its check. */
final class PassReport implements Pipeline.Observer {
  private static final long SEED = 1;

  private final PrintWriter out;
  private final boolean print;
  private final boolean time;
  private final boolean check;

  /**
   * @param print whether the graph after each pass is shown
   * @param time whether each pass is timed
   * @param check whether graphs are compared on random inputs
   */
  PassReport(PrintWriter out, boolean print, boolean time, boolean check) {
    this.out = out;
    this.print = print;
    this.time = time;
    this.check = check;
  }

  /**
   * @throws UserError if a check fails
   */
  @Override
  public void ran(Pass pass, Graph before, Graph after, long nanos) {
    if (print) {
      out.printf("// after %s%n%s%n", pass.name(), GraphText.print(after));
    }
    if (time || check) {
      out.printf(
          Locale.ROOT,
          "// %-14s %,6d operations, now %,6d",
          pass.name(),
          before.values().size(),
          after.values().size());
      if (time) {
        out.printf(Locale.ROOT, "  %8.2f ms", nanos / 1e6);
      }
      if (check) {
        check(pass, before, after);
      }
      out.println();
    }
  }

  private void check(Pass pass, Graph before, Graph after) {
    PassCheck.Difference difference = new PassCheck(SEED).compare(before, after);
    out.printf(Locale.ROOT, "  largest difference %.1e", difference.difference());
    if (!difference.isTolerable()) {
      out.println();
      out.flush();
      throw new UserError(
          "error: after %s the result %s differs by %.1e"
              .formatted(pass.name(), difference.result(), difference.difference()));
    }
  }
}
