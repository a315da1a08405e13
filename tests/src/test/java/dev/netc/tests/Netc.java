package dev.netc.tests;

import dev.netc.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;

/** The command, called within the test. */
final class Netc {
  /** What a call printed, and its exit code. */
  record Outcome(int code, String out, String err) {}

  private Netc() {}

  static Outcome run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Outcome(code, out.toString(), err.toString());
  }
}
