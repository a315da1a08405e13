/** The SSA graph that every phase of netc reads and writes. */
module dev.netc.ir {
  requires static org.jspecify;

  exports dev.netc.ir;
  exports dev.netc.ir.analysis;
  exports dev.netc.ir.reference;
}
