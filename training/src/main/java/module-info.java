/** Data, the training loop and checkpoints. */
module dev.netc.training {
  requires static org.jspecify;
  requires transitive dev.netc.runtime;
  requires transitive dev.netc.frontend;
  requires transitive dev.netc.codegen;

  exports dev.netc.training;
  exports dev.netc.training.diagnosis;
  exports dev.netc.training.metrics;
}
