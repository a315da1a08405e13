/** What generated classes call; depends on the JDK alone. */
module dev.netc.runtime {
  requires static org.jspecify;
  requires jdk.incubator.vector;

  exports dev.netc.runtime;
  exports dev.netc.runtime.annotation;
}
