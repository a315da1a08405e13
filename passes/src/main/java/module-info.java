/** Rewrites of graphs that keep their meaning. */
module dev.netc.passes {
  requires static org.jspecify;
  requires transitive dev.netc.ir;
  requires dev.netc.grammar;

  exports dev.netc.passes;

  uses dev.netc.passes.Pass;
}
