package dev.netc.runtime;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One run of one kernel, for the JDK Flight Recorder. A recording must ask for it. */
@Name("dev.netc.Kernel")
@Label("Network Kernel")
@Description("A kernel of a network that netc compiled")
@Category("netc")
@Enabled(false)
@StackTrace(false)
final class KernelEvent extends Event {
  @Label("Network")
  String network = "";

  @Label("Line")
  @Description("of the .net file")
  String line = "";

  @Label("Layer")
  String layer = "";

  @Label("Kernel")
  @Description("the method of the generated class")
  String kernel = "";

  @Label("Type")
  @Description("of what the kernel computes")
  String type = "";
}
