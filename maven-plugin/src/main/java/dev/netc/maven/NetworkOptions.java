package dev.netc.maven;

import org.jspecify.annotations.Nullable;

/**
 * What the configuration says about one network. Maven fills the fields:
 *
 * <pre>{@code
 * <network>
 *   <name>LeNet</name>
 *   <className>DigitClassifier</className>
 *   <training>true</training>
 *   <passes>inline,simplify,fuse</passes>
 *   <events>true</events>
 * </network>
 * }</pre>
 */
public final class NetworkOptions {
  /** The network, as it is declared. */
  @Nullable String name;

  /** The class, without its package; the network's name if it is not given. */
  @Nullable String className;

  /** Whether there is a class of the training step, too; as for all networks if it is not given. */
  @Nullable Boolean training;

  /** The passes that the graph goes through, joined by commas; the standard ones if not given. */
  @Nullable String passes;

  /** Whether the JDK Flight Recorder is told of each kernel. */
  boolean events;

  /** All options in one line. */
  @Override
  public String toString() {
    return "name=%s className=%s training=%s passes=%s events=%s"
        .formatted(name, className, training, passes, events);
  }
}
