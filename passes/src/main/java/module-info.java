/** Rewrites of graphs. */
module dev.netc.passes {
  requires static org.jspecify;
  requires transitive dev.netc.ir;

  exports dev.netc.passes;
}
