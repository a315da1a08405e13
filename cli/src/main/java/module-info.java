/** The netc command. */
module dev.netc.cli {
  requires static org.jspecify;
  requires dev.netc.training;
  requires info.picocli;
  requires com.fasterxml.jackson.databind;

  opens dev.netc.cli to
      info.picocli;
}
