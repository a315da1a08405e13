package dev.netc.frontend;

/** Numbers the draws of random numbers in one graph, from 0. */
final class Places {
  private int next;

  /** Leaves {@code draws} places free. */
  void skip(int draws) {
    next += draws;
  }

  int next() {
    return next++;
  }
}
