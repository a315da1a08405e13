package dev.netc.runtime;

/** Whether the JVM was started with the Vector API. */
public final class Vectors {
  /** Whether kernels run on vectors; without, they run on scalars and are several times slower. */
  public static final boolean ENABLED =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

  /** What to tell a user who runs without vectors. */
  public static final String ADVICE =
      "netc runs without vector instructions: start java with --add-modules jdk.incubator.vector";

  private Vectors() {}
}
