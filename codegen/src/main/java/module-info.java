/** From graphs to Java. */
module dev.netc.codegen {
  requires static org.jspecify;
  requires java.compiler;
  requires com.palantir.javapoet;
  requires transitive dev.netc.ir;
  requires transitive dev.netc.passes;
  requires transitive dev.netc.runtime;

  exports dev.netc.codegen;
}
