package dev.netc.cli;

import dev.netc.codegen.CodegenException;
import dev.netc.passes.PassFailure;
import dev.netc.runtime.TooLargeException;
import dev.netc.training.TrainingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of the {@code netc} command. */
@Command(
    name = "netc",
    description = "Compiles .net networks to plain Java, trains and runs them.",
    mixinStandardHelpOptions = true,
    version = "netc " + Main.VERSION,
    subcommands = {
      InitCommand.class,
      CheckCommand.class,
      LintCommand.class,
      FmtCommand.class,
      SummaryCommand.class,
      IrCommand.class,
      OptCommand.class,
      ExplainCommand.class,
      CompileCommand.class,
      TrainCommand.class,
      EvalCommand.class,
      GenerateCommand.class,
      PredictCommand.class,
      RunCommand.class,
      BenchCommand.class,
      CompareCommand.class,
      SweepCommand.class,
      RaceCommand.class,
      FactorizeCommand.class,
      FactorizeKernelsCommand.class,
      picocli.AutoComplete.GenerateCompletion.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all went well",
      "1:a mistake in what was given: a file, a network, data",
      "2:wrong usage of the command",
      "70:a defect of netc itself"
    })
public final class Main {
  static final String VERSION = "0.1.0";
  static final int MISTAKE = 1;
  static final int DEFECT = 70;

  private Main() {}

  /** Runs a command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The command with all its parts, for tests as well. */
  public static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                Terminal.COLOR_OUT && Terminal.COLOR_ERR
                    ? CommandLine.Help.Ansi.ON
                    : CommandLine.Help.Ansi.OFF))
        .setExecutionStrategy(Main::run)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> report(failure, parsed.originalArgs(), command.getErr()));
  }

  /** Runs the command that was parsed; memory is the user's to give, so its lack is no defect. */
  private static int run(CommandLine.ParseResult parsed) {
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (OutOfMemoryError e) {
      long megabytes = Runtime.getRuntime().maxMemory() >> 20;
      parsed
          .commandSpec()
          .commandLine()
          .getErr()
          .printf(
              Locale.ROOT,
              "error: not enough memory: %,d MB are allowed. A smaller batch or network needs less;"
                  + " NETC_JAVA_OPTS=-Xmx16g ./netc ... allows 16 GB%n",
              megabytes);
      return MISTAKE;
    }
  }

  private static int report(Exception failure, List<String> arguments, PrintWriter err) {
    if (failure instanceof UserError error) {
      err.println(error.getMessage());
      return MISTAKE;
    }
    if (failure instanceof PassFailure wrong && wrong.isUsers()) {
      err.println("error: " + failure.getMessage());
      return MISTAKE;
    }
    if (failure instanceof TooLargeException) {
      err.println("error: " + failure.getMessage() + "; a smaller batch or network needs less");
      return MISTAKE;
    }
    if (failure instanceof TrainingException
        || failure instanceof CodegenException
        || failure instanceof IOException) {
      err.println("error: " + failure.getMessage());
      return MISTAKE;
    }
    DefectReport.write(failure, arguments, err);
    return DEFECT;
  }
}
