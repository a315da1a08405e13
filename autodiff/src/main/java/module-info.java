/** Reverse-mode differentiation of graphs. */
module dev.netc.autodiff {
  requires static org.jspecify;
  requires transitive dev.netc.ir;

  exports dev.netc.autodiff;
}
