/** The syntax of the .net language. */
module dev.netc.grammar {
  requires static org.jspecify;
  requires org.antlr.antlr4.runtime;

  exports dev.netc.grammar;
}
