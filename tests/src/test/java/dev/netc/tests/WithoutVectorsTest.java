package dev.netc.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.netc.codegen.Compiler;
import dev.netc.codegen.NetworkClass;
import dev.netc.codegen.TrainingGraphs;
import dev.netc.frontend.CompiledNetwork;
import dev.netc.frontend.TrainingPlan;
import dev.netc.runtime.Network;
import dev.netc.runtime.Vectors;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that has {@code netc-runtime} and nothing else, with and without the Vector API. */
final class WithoutVectorsTest {
  @TempDir Path folder;

  private record Outcome(List<Double> numbers, String err) {}

  private void compile() throws Exception {
    CompiledNetwork network = Nets.compile("../examples/xor/xor.net");
    TrainingPlan plan = network.training().orElseThrow();
    new JavaSources(folder)
        .add(
            new NetworkClass(network.inference(), "app", "Xor")
                .initializer(network.initialize())
                .training(
                    new TrainingGraphs(
                        plan.step(), plan.initializeState(), plan.carries().keySet()))
                .events()
                .source())
        .add(Compiler.source(plan.step(), "app", "XorStep"))
        .add(
            """
            package app;

            public final class Main {
                public static void main(String[] arguments) {
                    float[] bits = {0, 0, 0, 1, 1, 0, 1, 1};
                    Xor.Trainer trainer = Xor.train(1, 20);
                    for (int i = 0; i < 20; i++) {
                        System.out.println(trainer.step(bits, new float[] {0, 1, 1, 0}, 4));
                    }
                    for (float answer : trainer.network().session().answer(bits, 4)) {
                        System.out.println(answer);
                    }
                }
            }
            """)
        .compile();
  }

  private Outcome run(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    String runtime =
        Path.of(Network.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();
    command.addAll(List.of("-cp", folder + File.pathSeparator + runtime, "app.Main"));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    int code =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start()
            .waitFor();
    assertThat(code).as(Files.readString(err)).isZero();
    return new Outcome(
        Files.readAllLines(out).stream().map(Double::valueOf).toList(), Files.readString(err));
  }

  @Test
  void itRunsOnScalarsAndSaysSoOnce() throws Exception {
    compile();
    Outcome without = run();
    Outcome with = run("--add-modules", "jdk.incubator.vector");
    assertThat(without.err()).containsOnlyOnce(Vectors.ADVICE);
    assertThat(with.err()).doesNotContain("vector instructions");
    assertThat(without.numbers()).hasSize(24);
    for (int i = 0; i < 24; i++) {
      assertThat(without.numbers().get(i)).isCloseTo(with.numbers().get(i), within(1e-5));
    }
  }
}
