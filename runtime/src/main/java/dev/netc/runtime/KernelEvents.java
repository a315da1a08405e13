package dev.netc.runtime;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells the JDK Flight Recorder of the kernels of a session: event {@code dev.netc.Kernel}. Where
 * nobody records it, a kernel costs the look at one flag.
 */
public final class KernelEvents {
  /** What is the same in each run of a kernel. */
  private record Kernel(String line, String layer, String name, String type) {}

  /** Knows whether its kind is recorded. */
  private final KernelEvent kind = new KernelEvent();

  private final String network;
  private final List<Kernel> kernels = new ArrayList<>();
  private @Nullable KernelEvent running;

  public KernelEvents(String network) {
    this.network = network;
  }

  /**
   * Names the next kernel.
   *
   * @param line {@code digits.net:4}
   * @param layer {@code conv2d_1}, or nothing
   * @param name the method of the generated class
   * @param type {@code f32[N, 10]}, of what it computes
   */
  public KernelEvents kernel(String line, String layer, String name, String type) {
    kernels.add(new Kernel(line, layer, name, type));
    return this;
  }

  /** A kernel begins. */
  public void begin() {
    if (kind.isEnabled()) {
      running = new KernelEvent();
      running.begin();
    }
  }

  /** It has ended; {@code index} counts the kernels as they were named. */
  public void end(int index) {
    KernelEvent event = running;
    if (event == null) {
      return;
    }
    running = null;
    event.end();
    if (event.shouldCommit()) {
      Kernel kernel = kernels.get(index);
      event.network = network;
      event.line = kernel.line();
      event.layer = kernel.layer();
      event.kernel = kernel.name();
      event.type = kernel.type();
      event.commit();
    }
  }
}
