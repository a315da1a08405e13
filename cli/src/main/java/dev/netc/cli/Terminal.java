package dev.netc.cli;

import java.io.Console;
import java.util.Map;

/**
 * Whether a person looks at what is printed, and in colour. The {@code netc} script tells whether
 * standard error is a terminal, as it filters it; a program started otherwise asks the JDK.
 */
final class Terminal {
  /** Whether standard output is a terminal. */
  static final boolean OUT = isConsole();

  private static final boolean ERR =
      Boolean.parseBoolean(System.getProperty("netc.stderrIsTerminal", Boolean.toString(OUT)));

  /** Whether standard output is in colour. */
  static final boolean COLOR_OUT = colored(OUT, System.getenv());

  /** Whether standard error is in colour. */
  static final boolean COLOR_ERR = colored(ERR, System.getenv());

  private Terminal() {}

  @SuppressWarnings("SystemConsoleNull") // -Djdk.console=java.base still makes it null
  private static boolean isConsole() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** See no-color.org: any text in NO_COLOR asks for none. */
  static boolean colored(boolean isTerminal, Map<String, String> environment) {
    String noColor = environment.get("NO_COLOR");
    boolean unwanted = noColor != null && !noColor.isEmpty();
    return isTerminal && !unwanted && !"dumb".equals(environment.get("TERM"));
  }
}
