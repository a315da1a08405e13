package dev.netc.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

final class TeamTest {
  @Test
  void everyChunkRunsOnceWithAWorkerOfTheTeam() {
    try (Team team = Team.of(4)) {
      for (int run = 0; run < 2_000; run++) {
        int chunks = run % 7;
        AtomicIntegerArray seen = new AtomicIntegerArray(7);
        team.run(
            (chunk, worker) -> {
              assertThat(worker).isBetween(0, 3);
              seen.incrementAndGet(chunk);
            },
            chunks);
        for (int chunk = 0; chunk < 7; chunk++) {
          assertThat(seen.get(chunk)).isEqualTo(chunk < chunks ? 1 : 0);
        }
      }
    }
  }

  /** Tasks that follow each other at once, of different counts, as kernels do. */
  @Test
  void tasksDoNotMix() {
    try (Team team = Team.of(3)) {
      int[][] sums = new int[2][9];
      for (int run = 0; run < 200_000; run++) {
        int[] to = sums[run % 2];
        int[] from = sums[1 - run % 2];
        int chunks = 2 + run % 7;
        team.run((chunk, worker) -> to[chunk] = from[chunk] + 1, chunks);
        for (int chunk = chunks; chunk < 9; chunk++) {
          to[chunk] = from[chunk] + 1;
        }
      }
      assertThat(sums[1]).containsOnly(200_000);
    }
  }

  @Test
  void aParkedTeamWakesUp() throws InterruptedException {
    try (Team team = Team.of(2)) {
      for (int run = 0; run < 20; run++) {
        Thread.sleep(5);
        AtomicIntegerArray seen = new AtomicIntegerArray(8);
        team.run((chunk, worker) -> seen.incrementAndGet(chunk), 8);
        for (int chunk = 0; chunk < 8; chunk++) {
          assertThat(seen.get(chunk)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void whatAChunkThrowsReachesTheCaller() {
    try (Team team = Team.of(2)) {
      assertThatThrownBy(
              () ->
                  team.run(
                      (chunk, worker) -> {
                        if (chunk == 3) {
                          throw new IllegalStateException("chunk 3");
                        }
                      },
                      8))
          .hasMessage("chunk 3");
      AtomicIntegerArray seen = new AtomicIntegerArray(2);
      team.run((chunk, worker) -> seen.incrementAndGet(chunk), 2);
      assertThat(seen.get(0) + seen.get(1)).isEqualTo(2);
    }
  }

  @Test
  void aTeamNeedsAThread() {
    assertThatThrownBy(() -> Team.of(0)).hasMessageContaining("0 threads");
  }
}
