package dev.netc.frontend;

/** Numbers the draws of random numbers in one graph, from 0. */
final class Places {
  private int next;

  int next() {
    return next++;
  }
}
