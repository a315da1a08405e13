package dev.netc.passes;

import dev.netc.ir.Value;
import dev.netc.passes.KernelSchedule.Kernel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Another order of kernels, in which those that take no memory, or free more than they take, run as
 * soon as they can: the update of a parameter at once when its gradient is there, so that gradients
 * are not kept until the end. All others stay in order.
 */
final class EarlyKernels {
  private final List<Kernel> kernels;
  private final int[] readsLeft;
  private final List<List<Integer>> users = new ArrayList<>();

  /** How many kernels that have not run read an input or a parameter. */
  private final Map<Value, Integer> readersLeft = new HashMap<>();

  private final boolean[] hasRun;
  private final List<Integer> order = new ArrayList<>();

  private EarlyKernels(KernelSchedule schedule) {
    this.kernels = schedule.kernels();
    this.readsLeft = new int[kernels.size()];
    this.hasRun = new boolean[kernels.size()];
    for (int i = 0; i < kernels.size(); i++) {
      users.add(schedule.uses(i));
      readsLeft[i] = kernels.get(i).reads().size();
      kernels.get(i).given().forEach(v -> readersLeft.merge(v, 1, Integer::sum));
    }
  }

  static List<Integer> order(KernelSchedule schedule) {
    EarlyKernels early = new EarlyKernels(schedule);
    for (int i = 0; i < early.kernels.size(); i++) {
      if (!early.hasRun[i]) {
        early.run(i);
        early.runThoseThatFree();
      }
    }
    return early.order;
  }

  private void run(int kernel) {
    hasRun[kernel] = true;
    order.add(kernel);
    kernels.get(kernel).given().forEach(v -> readersLeft.merge(v, -1, Integer::sum));
    for (int user : users.get(kernel)) {
      if (user < kernels.size()) {
        readsLeft[user]--;
      }
    }
  }

  private void runThoseThatFree() {
    boolean found = true;
    while (found) {
      found = false;
      for (int i = 0; i < kernels.size(); i++) {
        if (!hasRun[i] && readsLeft[i] == 0 && frees(kernels.get(i))) {
          run(i);
          found = true;
        }
      }
    }
  }

  /** Whether less is kept when a kernel has run; a parameter is not replaced while it is read. */
  private boolean frees(Kernel kernel) {
    if (kernel.reads().isEmpty()
        || kernel.replaces().filter(p -> readersLeft.getOrDefault(p, 0) > 1).isPresent()) {
      return false;
    }
    long freed =
        kernel.reads().stream()
            .filter(this::hasOneUseLeft)
            .mapToLong(r -> kernels.get(r).bytes())
            .sum();
    return kernel.bytes() == 0 || kernel.bytes() < freed;
  }

  private boolean hasOneUseLeft(int kernel) {
    return users.get(kernel).stream().filter(u -> u >= kernels.size() || !hasRun[u]).count() == 1;
  }
}
