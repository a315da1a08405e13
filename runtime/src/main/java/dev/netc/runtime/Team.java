package dev.netc.runtime;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of threads that share the chunks of one task at a time. Workers wait in a short
 * spin and then park, because kernels of some ten microseconds follow each other closely.
 *
 * <p>Tasks are divided by shape and never by the number of threads, and every chunk writes its own
 * elements, so results have the same bits with any team. One thread at a time may call {@link
 * #run}.
 */
public final class Team implements AutoCloseable {
  /** Work in independent chunks. */
  @FunctionalInterface
  public interface Task {
    /**
     * @param chunk from 0
     * @param worker the thread that runs it, from 0, below the team's size: whose scratch memory to
     *     use
     */
    void run(int chunk, int worker);
  }

  private static final int SPINS = 20_000;
  private static final long CHUNK_MASK = 0xFFFF_FFFFL;

  private final Thread[] workers;

  /** The generation of the task in the high half, the next chunk to run in the low half. */
  private final AtomicLong ticket = new AtomicLong();

  private final AtomicInteger done = new AtomicInteger();
  private volatile @Nullable Task task;
  private volatile int chunks;
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
    if (workers.length == 0 || count == 1) {
      for (int chunk = 0; chunk < count; chunk++) {
        work.run(chunk, 0);
      }
      return;
    }
    failure = null;
    task = work;
    chunks = count;
    done.set(0);
    long generation = (ticket.get() >>> 32) + 1;
    ticket.set(generation << 32);
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
   * Takes chunks while there are any. A chunk taken by compare-and-set belongs to the generation
   * that was read: the next one starts only when all chunks of this one are done.
   */
  private void claim(int worker) {
    while (true) {
      long now = ticket.get();
      int chunk = (int) (now & CHUNK_MASK);
      Task work = task;
      if (work == null || chunk >= chunks) {
        return;
      }
      if (ticket.compareAndSet(now, now + 1)) {
        try {
          work.run(chunk, worker);
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
      while (ticket.get() >>> 32 == seen && !closed) {
        if (++spins < SPINS) {
          Thread.onSpinWait();
        } else {
          sleep(seen);
        }
      }
      seen = ticket.get() >>> 32;
      claim(worker);
    }
  }

  private void sleep(long seen) {
    synchronized (done) {
      parked++;
    }
    while (ticket.get() >>> 32 == seen && !closed) {
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
