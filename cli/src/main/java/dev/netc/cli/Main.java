package dev.netc.cli;

/** The entry point of the {@code netc} command. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(0);
  }
}
