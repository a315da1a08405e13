package dev.netc.codegen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netc.ir.Graph;
import dev.netc.ir.Leaf;
import dev.netc.ir.Value;
import dev.netc.runtime.Team;
import dev.netc.runtime.TrainingRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Modifier;

/**
 * Writes the class {@code Trainer} within that of a network: a typed face of {@link TrainingRun}.
 */
final class TrainerEmitter {
  static final String NAME = "Trainer";

  /** The inputs of a step that a run sets itself. */
  private static final Set<String> SCALARS = Set.of("seed", "step", "steps");

  private static final String LOSS = "loss";

  private static final String RATE = "optimizer.rate";

  /** What an evaluation gives schedules: its number, and scores by {@code validation.<name>}. */
  private static final String VALIDATION = "validation";

  /** Methods of the trainer without a parameter, which a metric could be called like. */
  private static final Set<String> TAKEN =
      Set.of("updates", "steps", "network", "restart", "step", "rate");

  private final TrainingGraphs training;
  private final Graph step;
  private final ClassName network;
  private final ClassName stepClass;
  private final String name;

  /**
   * @param network the class around
   * @param stepClass that of the step
   * @param name of the network as it is declared
   */
  TrainerEmitter(TrainingGraphs training, ClassName network, ClassName stepClass, String name) {
    this.training = training;
    this.step = training.step();
    this.network = network;
    this.stepClass = stepClass;
    this.name = name;
  }

  TypeSpec trainer() {
    TypeSpec.Builder type =
        TypeSpec.classBuilder(NAME)
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
            .addJavadoc(
                "Trains a network of its own, update by update; one thread at a time uses it.\n")
            .addField(TrainingRun.class, "run", Modifier.PRIVATE, Modifier.FINAL)
            .addMethod(
                MethodSpec.constructorBuilder()
                    .addModifiers(Modifier.PRIVATE)
                    .addParameter(TrainingRun.class, "run")
                    .addStatement("this.run = run")
                    .build())
            .addMethod(load(false))
            .addMethod(load(true))
            .addMethod(update());
    List<Graph.Output> outputs = step.outputs();
    for (int i = 0; i < outputs.size(); i++) {
      String output = outputs.get(i).name();
      if (!output.startsWith("carry.")) {
        type.addMethod(score(output, i));
      }
    }
    if (step.inputs().stream().anyMatch(TrainerEmitter::isValidation)) {
      type.addMethod(validated());
    }
    if (!training.carries().isEmpty()) {
      type.addMethod(
          method("restart", "Lets what is carried from update to update begin with zeros.\n")
              .addStatement("run.restart()")
              .build());
    }
    return type.addMethod(count("updates", "Updates that were made.\n", "step"))
        .addMethod(count("steps", "Updates that schedules plan with.\n", "steps"))
        .addMethod(network())
        .addMethod(save())
        .build();
  }

  private static boolean isValidation(Value input) {
    return ((Leaf.Input) input.op()).name().startsWith(VALIDATION) && input.tensor().rank() == 0;
  }

  private static MethodSpec validated() {
    return method(
            "validated",
            """
            Tells the schedule of the rate how an evaluation went.

            @param scores the loss and metrics by name
            """)
        .addParameter(ParameterizedTypeName.get(Map.class, String.class, Double.class), "scores")
        .addStatement("run.validated(scores)")
        .build();
  }

  private static MethodSpec.Builder method(String name, String documentation) {
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.PUBLIC)
        .addJavadoc("$L", documentation);
  }

  private MethodSpec load(boolean hasTeam) {
    MethodSpec.Builder method =
        method(
                "load",
                """
                Goes on from a checkpoint that {@link #save} or {@code netc train} wrote.

                @throws IOException if it cannot be read or is none of this network
                """)
            .addModifiers(Modifier.STATIC)
            .returns(ClassName.bestGuess(NAME))
            .addParameter(Path.class, "checkpoint")
            .addException(IOException.class);
    if (hasTeam) {
      return method
          .addParameter(Team.class, "team")
          .addStatement(
              "return new $L($T.load($S, $T::new, checkpoint, team))",
              NAME,
              TrainingRun.class,
              name,
              stepClass)
          .build();
    }
    return method.addStatement("return load(checkpoint, $T.single())", Team.class).build();
  }

  /** The method that makes an update. */
  private MethodSpec update() {
    MethodSpec.Builder method =
        method("step", "Makes an update: moves the parameters by one batch.\n\n")
            .returns(TypeName.FLOAT);
    List<String> symbols = KernelNames.symbols(step);
    for (int i = 0; i < symbols.size(); i++) {
      method.addStatement("run.dim($L, $L)", i, symbols.get(i));
    }
    for (int i = 0; i < step.inputs().size(); i++) {
      Value v = step.inputs().get(i);
      String path = ((Leaf.Input) v.op()).name();
      if (isValidation(v) || (SCALARS.contains(path) && v.tensor().rank() == 0)) {
        continue;
      }
      if (training.carries().contains(path)) {
        method.addStatement("run.carry($L, $L)", i, Places.size(v.shape()));
        continue;
      }
      String argument = KernelNames.argument(path);
      method.addJavadoc("@param $L {@code $L}, row-major\n", argument, v.type());
      method.addParameter(NetworkEmitter.array(v.dtype()), argument);
      method.addStatement("run.input($L, $L)", i, argument);
    }
    symbols.forEach(s -> method.addParameter(TypeName.INT, s));
    return method
        .addJavadoc("@return the loss of the batch before the update\n")
        .addStatement("return run.update()")
        .build();
  }

  private static MethodSpec score(String output, int index) {
    if (output.equals(RATE)) {
      return scalar("rate", "The rate of the last update.\n", index);
    }
    String documentation =
        output.equals(LOSS)
            ? "The loss of the last update.\n"
            : "{@code %s} of the last update.\n".formatted(output);
    String name = KernelNames.argument(output);
    return scalar(TAKEN.contains(name) ? name + "Score" : name, documentation, index);
  }

  private static MethodSpec scalar(String name, String documentation, int index) {
    return method(name, documentation)
        .returns(TypeName.FLOAT)
        .addStatement("return run.score($L)", index)
        .build();
  }

  private static MethodSpec count(String name, String documentation, String of) {
    return method(name, documentation)
        .returns(TypeName.LONG)
        .addStatement("return run.$L()", of)
        .build();
  }

  private MethodSpec network() {
    return method(
            "network",
            "A network with the parameters as they are now, which it keeps: updates do not change"
                + " it.\n")
        .returns(network)
        .addStatement("return new $T(run.parameters())", network)
        .build();
  }

  private static MethodSpec save() {
    return method(
            "save",
            """
            Writes parameters and the optimiser's states, from which {@link #load} and {@code netc train --resume} go on.
            A reader sees the old file or the new one.

            @throws IOException if it cannot be written; the old file is as it was
            """)
        .addParameter(Path.class, "checkpoint")
        .addException(IOException.class)
        .addStatement("run.save(checkpoint)")
        .build();
  }
}
