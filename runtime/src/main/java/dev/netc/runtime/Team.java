package dev.netc.runtime;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of threads that share the chunks of one task at a time. Workers wait in a short
 * spin and then park, because kernels of some ten microseconds follow each other closely.
 *
 * <p>Tasks are divided by shape and never by the number of threads, and every chunk writes its own
 * elements, so results have the same bits with any team. Sessions of several threads may have one
 * team: it works for one of them at a time, and who finds it at work does the chunks alone.
 */
public final class Team implements AutoCloseable {
  /** Work in independent chunks. */
  @FunctionalInterface
  public interface Task {
    /**
     * Runs one chunk.
     *
     * @param chunk from 0
     * @param worker the thread that runs it, from 0, below the team's size: whose scratch memory to
     *     use
     */
    void run(int chunk, int worker);
  }

  private static final int SPINS = 20_000;
  private static final int BITS = 24;
  private static final int GENERATION = 2 * BITS;
  private static final int MASK = (1 << BITS) - 1;

  private final Thread[] workers;

  /**
   * From the low bits: the next chunk to run, how many there are, the generation of the task. They
   * change together, so that nobody takes a chunk of one task by the count of another.
   */
  private final AtomicLong ticket = new AtomicLong();

  private final AtomicInteger done = new AtomicInteger();
  private final AtomicBoolean isAtWork = new AtomicBoolean();
  private volatile @Nullable Task task;
  private volatile @Nullable Throwable failure;
  private volatile boolean closed;
  private volatile int parked;

  private Team(int threads) {
    workers = new Thread[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      int worker = i + 1;
      workers[i] = Thread.ofPlatform().daemon().name("netc-" + worker).start(() -> serve(worker));
    }
  }

  /**
   * A team of {@code threads}, the caller included; they end with the JVM or with {@link #close}.
   */
  public static Team of(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("a team of " + threads + " threads");
    }
    return new Team(threads);
  }

  /** The calling thread alone. */
  public static Team single() {
    return new Team(1);
  }

  public int size() {
    return workers.length + 1;
  }

  /** Runs every chunk once and returns when all are done; the caller works too. */
  public void run(Task work, int count) {
    if (workers.length == 0 || count == 1 || count > MASK || !isAtWork.compareAndSet(false, true)) {
      for (int chunk = 0; chunk < count; chunk++) {
        work.run(chunk, 0);
      }
      return;
    }
    try {
      share(work, count);
    } finally {
      isAtWork.set(false);
    }
  }

  private void share(Task work, int count) {
    failure = null;
    task = work;
    done.set(0);
    long generation = (ticket.get() >>> GENERATION) + 1;
    ticket.set((generation << GENERATION) | ((long) count << BITS));
    if (parked > 0) {
      for (Thread worker : workers) {
        LockSupport.unpark(worker);
      }
    }
    claim(0);
    while (done.get() < count) {
      Thread.onSpinWait();
    }
    switch (failure) {
      case Error error -> throw error;
      case RuntimeException exception -> throw exception;
      case null, default -> {}
    }
  }

  /**
   * Takes chunks while there are any. The task is read after the compare-and-set: it cannot change
   * before the chunk that was taken is done.
   */
  private void claim(int worker) {
    while (true) {
      long now = ticket.get();
      int chunk = (int) now & MASK;
      int count = (int) (now >>> BITS) & MASK;
      if (chunk >= count) {
        return;
      }
      if (ticket.compareAndSet(now, now + 1)) {
        try {
          Objects.requireNonNull(task).run(chunk, worker);
        } catch (RuntimeException | Error e) {
          failure = e;
        } finally {
          done.incrementAndGet();
        }
      }
    }
  }

  private void serve(int worker) {
    long seen = 0;
    while (!closed) {
      int spins = 0;
      while (ticket.get() >>> GENERATION == seen && !closed) {
        if (++spins < SPINS) {
          Thread.onSpinWait();
        } else {
          sleep(seen);
        }
      }
      seen = ticket.get() >>> GENERATION;
      claim(worker);
    }
  }

  private void sleep(long seen) {
    synchronized (done) {
      parked++;
    }
    while (ticket.get() >>> GENERATION == seen && !closed) {
      LockSupport.park(this);
    }
    synchronized (done) {
      parked--;
    }
  }

  /** Ends the threads. */
  @Override
  public void close() {
    closed = true;
    for (Thread worker : workers) {
      LockSupport.unpark(worker);
    }
  }
}
