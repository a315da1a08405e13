/** Graph to graph rewrites. */
module dev.netc.passes {
  requires static org.jspecify;
  requires transitive dev.netc.ir;
}
