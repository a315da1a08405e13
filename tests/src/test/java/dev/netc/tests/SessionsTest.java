package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netc.codegen.Compiler;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.runtime.Executable;
import dev.netc.runtime.Network;
import dev.netc.runtime.Team;
import dev.netc.training.InitialTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A session is of one thread at a time; sessions of one network run side by side. */
final class SessionsTest {
  private static final int THREADS = 4;

  private final Network lenet = lenet();

  private static Network lenet() {
    try {
      CompiledNetwork network = Nets.compile("../examples/lenet/lenet.net");
      return Compiler.compile(network.inference()).apply(InitialTensors.parameters(network, 1));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static float[] run(Executable session, float brightness) {
    float[] image = new float[784];
    java.util.Arrays.fill(image, brightness);
    float[] logits = new float[10];
    session.run(new Object[] {image}, new int[] {1}, new Object[] {logits});
    return logits;
  }

  @Test
  void aSecondThreadIsTurnedAway() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Team team = Team.of(1);
    dev.netc.runtime.Occupancy occupancy = new dev.netc.runtime.Occupancy("LeNet");
    Thread first =
        Thread.ofPlatform()
            .name("first")
            .start(
                () -> {
                  occupancy.enter();
                  inside.countDown();
                  try {
                    go.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  } finally {
                    occupancy.leave();
                  }
                });
    inside.await();
    assertThatThrownBy(occupancy::enter)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the thread \"%s\" runs a session of LeNet in which the thread \"first\" still is: a"
                    .formatted(Thread.currentThread().getName())
                + " session has the working memory of one call. Make a session for each thread,"
                + " network.session(); they share the weights");
    go.countDown();
    first.join();
    occupancy.enter(); // the first has left
    team.close();
  }

  /** Each call gives what it would give alone, or says that another one is in the session. */
  @Test
  void threadsInOneSessionNeverGetWrongNumbers() throws Exception {
    Executable one = lenet.session(Team.single());
    assertThat(together(() -> one)).isPositive();
  }

  @Test
  void sessionsOfOneNetworkRunSideBySide() throws Exception {
    assertThat(together(() -> lenet.session(Team.single()))).isZero();
  }

  @Test
  void sessionsMayShareATeam() throws Exception {
    try (Team team = Team.of(2)) {
      assertThat(together(() -> lenet.session(team))).isZero();
    }
  }

  @Test
  void aCallThatFailsLeavesTheSessionFree() {
    Executable session = lenet.session(Team.single());
    assertThatThrownBy(
            () ->
                session.run(
                    new Object[] {new float[3]}, new int[] {1}, new Object[] {new float[10]}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(run(session, 0.5f)).hasSize(10);
  }

  /** How many calls of several threads were turned away; the others gave the right numbers. */
  private int together(Supplier<Executable> sessions) throws Exception {
    float[][] alone = new float[THREADS][];
    for (int i = 0; i < THREADS; i++) {
      alone[i] = run(lenet.session(Team.single()), i);
    }
    CountDownLatch start = new CountDownLatch(THREADS);
    int refused = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int brightness = i;
        results.add(
            threads.submit(
                () -> {
                  Executable session = sessions.get();
                  start.countDown();
                  start.await();
                  return refusals(session, brightness, alone[brightness]);
                }));
      }
      for (Future<Integer> result : results) {
        refused += result.get();
      }
    }
    return refused;
  }

  private static int refusals(Executable session, int brightness, float[] expected) {
    int refused = 0;
    for (int k = 0; k < 200; k++) {
      try {
        assertThat(run(session, brightness)).isEqualTo(expected);
      } catch (IllegalStateException e) {
        assertThat(e).hasMessageContaining("Make a session for each thread");
        refused++;
      }
    }
    return refused;
  }
}
