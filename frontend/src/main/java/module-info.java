/** From .net source to graphs. */
module dev.netc.frontend {
  requires static org.jspecify;
  requires transitive dev.netc.grammar;
  requires transitive dev.netc.ir;
  requires dev.netc.autodiff;

  exports dev.netc.frontend;
  exports dev.netc.frontend.lint;
}
