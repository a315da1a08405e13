package dev.netc.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a session. Its working memory is that of one call, so a second thread is turned away
 * before it can spoil the numbers of the first. Threads may use a session one after the other.
 */
public final class Occupancy {
  private static final VarHandle THREAD;

  static {
    try {
      THREAD = MethodHandles.lookup().findVarHandle(Occupancy.class, "thread", Thread.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final String network;
  private volatile @Nullable Thread thread;

  /**
   * @param network what messages call it
   */
  public Occupancy(String network) {
    this.network = network;
    Vectors.advise(); // every session has one of these
  }

  /**
   * Begins a call.
   *
   * @throws IllegalStateException if another one has not ended
   */
  public void enter() {
    Thread before = (Thread) THREAD.compareAndExchange(this, (Thread) null, Thread.currentThread());
    if (before != null) {
      throw new IllegalStateException(
          """
          the thread "%s" runs a session of %s in which the thread "%s" still is: a session has the working memory of \
          one call. Make a session for each thread, network.session(); they share the weights\
          """
              .formatted(Thread.currentThread().getName(), network, before.getName()));
    }
  }

  /** Ends a call that {@link #enter} began. */
  public void leave() {
    THREAD.setRelease(this, (Thread) null);
  }
}
