package http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code mvn test -Dtest=SoakTest -Dsoak.seconds=600} does it for ten minutes. */
final class SoakTest {
  private static final long MOST_GROWTH = 4 << 20;

  @Test
  void manyClientsGetTheAnswersOfOne() throws Exception {
    Soak.Outcome outcome =
        new Soak(
                Integer.getInteger("soak.clients", 16),
                Duration.ofSeconds(Integer.getInteger("soak.seconds", 3)))
            .run();
    System.out.print(outcome);
    assertEquals(List.of(), outcome.faults());
    assertTrue(outcome.latencies().count() > 0, "no request was answered");
    assertTrue(outcome.growth() < MOST_GROWTH, "the heap grows by " + outcome.growth() + " bytes");
  }
}
