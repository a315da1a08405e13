/** What generated classes call; depends on the JDK alone. */
module dev.netc.runtime {
  requires static org.jspecify;
  requires jdk.incubator.vector;
  requires jdk.jfr;

  exports dev.netc.runtime;
  exports dev.netc.runtime.annotation;
}
