package dev.netc.runtime;

/** Whether the JVM was started with the Vector API. */
public final class Vectors {
  /** Whether kernels run on vectors; without, they run on scalars and are several times slower. */
  public static final boolean ENABLED =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

  /** What to tell a user who runs without vectors. */
  public static final String ADVICE =
      "networks run without vector instructions, several times slower: start java with"
          + " --add-modules jdk.incubator.vector";

  /**
   * Where in a float array a vector of 64 bytes lies in one cache line, if objects do ({@code
   * -XX:ObjectAlignmentInBytes=64}): behind the header of 16 bytes. Loads that cross lines cost a
   * matrix product a tenth of its speed.
   */
  static final int LEAD = 12;

  private Vectors() {}

  /** Says once in the life of a program, as a warning of the logger {@code dev.netc}. */
  private static final class Advice {
    static {
      if (!ENABLED) {
        System.getLogger("dev.netc").log(System.Logger.Level.WARNING, ADVICE);
      }
    }

    private Advice() {}

    static void give() {}
  }

  /** Says, the first time, what a program without vectors should do. */
  static void advise() {
    Advice.give();
  }

  /** The width of the vectors in bits; 0 without the Vector API. */
  public static int bits() {
    return ENABLED ? Lanes.COUNT * Float.SIZE : 0;
  }
}
