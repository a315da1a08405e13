package dev.netc.passes;

import dev.netc.passes.KernelSchedule.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Runs a schedule on paper with little memory: when there is no room for a result, one that is not
 * needed at the moment is forgotten, and computed again before its next use, with whatever of its
 * operands is forgotten, too. The greedy rule of dynamic tensor rematerialisation (Kirisame et al.
 * 2021), with the next use, which a compiler knows, in place of the last one: forgotten is what
 * costs least to compute again for each byte and each kernel until it is needed.
 */
final class Eviction {
  /** How many operations take as long as moving an element to or from memory, roughly. */
  private static final long OPERATIONS_AN_ELEMENT = 16;

  /** A result of less than this part of the memory is not worth a kernel. */
  private static final int TOO_SMALL = 2_000;

  private static final int NEVER = Integer.MAX_VALUE;

  /** Runs in which kernels repeat far more often than any that is of use. */
  private static final int MOST_RUNS_A_KERNEL = 8;

  private final KernelSchedule schedule;
  private final List<Kernel> kernels;
  private final long budget;
  private final boolean[] isPresent;
  private final int[] locks;
  private final List<Integer> order = new ArrayList<>();
  private long used;
  private int now;

  private Eviction(KernelSchedule schedule, long budget) {
    this.schedule = schedule;
    this.kernels = schedule.kernels();
    this.budget = budget;
    this.isPresent = new boolean[kernels.size()];
    this.locks = new int[kernels.size()];
  }

  /**
   * The kernels in an order in which results that are needed take at most {@code budget} bytes;
   * each is there once or more. Nothing if the greedy rule finds no such order, which does not say
   * that there is none.
   */
  static Optional<List<Integer>> order(KernelSchedule schedule, long budget) {
    Eviction eviction = new Eviction(schedule, budget);
    return eviction.run() ? Optional.of(eviction.order) : Optional.empty();
  }

  private boolean run() {
    for (now = 0; now < kernels.size(); now++) {
      if (!compute(now)) {
        return false;
      }
    }
    return true;
  }

  private boolean compute(int kernel) {
    List<Integer> reads = kernels.get(kernel).reads();
    int locked = 0;
    boolean fits = order.size() < MOST_RUNS_A_KERNEL * kernels.size();
    for (; fits && locked < reads.size(); locked++) {
      int read = reads.get(locked);
      fits = isPresent[read] || compute(read);
      locks[read]++;
    }
    fits = fits && makeRoom(kernels.get(kernel).bytes());
    for (int read : reads.subList(0, locked)) {
      locks[read]--;
    }
    if (fits) {
      isPresent[kernel] = true;
      used += kernels.get(kernel).bytes();
      order.add(kernel);
    }
    return fits;
  }

  private boolean makeRoom(long bytes) {
    while (used + bytes > budget) {
      int victim = victim();
      if (victim < 0) {
        return false;
      }
      isPresent[victim] = false;
      used -= kernels.get(victim).bytes();
    }
    return true;
  }

  /** The result to be forgotten; -1 if all are needed. */
  private int victim() {
    int[] next = nextUses();
    int victim = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < kernels.size(); i++) {
      Kernel kernel = kernels.get(i);
      if (isPresent[i] && locks[i] == 0 && kernel.bytes() > 0) {
        if (next[i] == NEVER) {
          return i;
        }
        if (kernel.isRepeatable() && kernel.bytes() >= budget / TOO_SMALL) {
          double gain = (double) kernel.bytes() * (next[i] - now + 1);
          double score = cost(i, new BitSet()) / gain;
          if (score < least) {
            least = score;
            victim = i;
          }
        }
      }
    }
    return victim;
  }

  /** When each result is needed next, be it to compute another one again. */
  private int[] nextUses() {
    int[] next = new int[kernels.size()];
    Arrays.setAll(next, this::nextUse);
    for (int i = 0; i <= Math.min(now, kernels.size() - 1); i++) {
      if (!isPresent[i] && next[i] != NEVER) {
        need(i, next[i], next);
      }
    }
    return next;
  }

  private int nextUse(int kernel) {
    for (int use : schedule.uses(kernel)) {
      if (use >= now) {
        return use;
      }
    }
    return NEVER;
  }

  private void need(int forgotten, int when, int[] next) {
    for (int read : kernels.get(forgotten).reads()) {
      if (!isPresent[read] && next[read] > when) {
        next[read] = when;
        need(read, when, next);
      } else {
        next[read] = Math.min(next[read], when);
      }
    }
  }

  /**
   * What it takes to compute a result again, with operands that are forgotten, too; infinity if one
   * of these cannot be.
   */
  private double cost(int kernel, BitSet counted) {
    counted.set(kernel);
    Kernel k = kernels.get(kernel);
    double cost = (double) k.operations() + (double) (OPERATIONS_AN_ELEMENT * k.moved());
    for (int read : k.reads()) {
      if (!isPresent[read] && !counted.get(read)) {
        cost += kernels.get(read).isRepeatable() ? cost(read, counted) : Double.POSITIVE_INFINITY;
      }
    }
    return cost;
  }
}
