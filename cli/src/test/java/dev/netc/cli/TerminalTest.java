package dev.netc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** When there is colour. */
final class TerminalTest {
  @Test
  void colorIsForTerminalsThatWantIt() {
    assertThat(Terminal.colored(true, Map.of("TERM", "xterm"))).isTrue();
    assertThat(Terminal.colored(true, Map.of("NO_COLOR", ""))).isTrue();
    assertThat(Terminal.colored(true, Map.of("NO_COLOR", "1"))).isFalse();
    assertThat(Terminal.colored(true, Map.of("TERM", "dumb"))).isFalse();
    assertThat(Terminal.colored(false, Map.of("TERM", "xterm"))).isFalse();
  }
}
