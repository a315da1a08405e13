package dev.netc.codegen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.netc.runtime.FreshParameters;
import dev.netc.runtime.ParameterResource;
import dev.netc.runtime.Safetensors;
import dev.netc.runtime.Signature;
import dev.netc.runtime.Team;
import dev.netc.runtime.TrainingRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/** The static methods that make a network: where its parameters come from. */
final class Factories {
  private static final String INITIALIZER = "Initializer";
  private static final String INITIAL_STATES = "InitialStates";

  private final ClassName self;
  private final TypeSpec.Builder type;

  /**
   * @param self the class
   * @param type where the methods go
   */
  Factories(ClassName self, TypeSpec.Builder type) {
    this.self = self;
    this.type = type;
  }

  void add(NetworkClass wanted) {
    load(Path.class, "With the parameters of a safetensors file.\n");
    load(
        InputStream.class,
        "With the parameters of a safetensors file that is read from a stream, such as a"
            + " resource.\n");
    wanted.weights().ifPresent(this::fromResource);
    wanted.initializer().ifPresent(this::initialize);
    wanted.training().ifPresent(t -> train(t, states(t)));
  }

  private void load(Class<?> source, String documentation) {
    type.addMethod(
        factory("load", documentation)
            .addParameter(source, "safetensors")
            .addException(IOException.class)
            .addStatement("return new $T($T.read(safetensors).tensors())", self, Safetensors.class)
            .build());
  }

  private void fromResource(String name) {
    type.addMethod(
        factory(
                "fromResource",
                """
                With the parameters of {@code %s}, which lies beside this class.

                @throws java.util.MissingResourceException if it does not
                """
                    .formatted(name))
            .addStatement("String name = $S", name)
            .addStatement(
                "return new $1T($2T.read($3L, $1T.class, name,"
                    + " $1T.class.getResourceAsStream(name)))",
                self,
                ParameterResource.class,
                SignatureField.NAME)
            .build());
  }

  private void initialize(FirstValues first) {
    MethodSpec.Builder draws =
        MethodSpec.methodBuilder("fresh")
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
            .addParameter(long.class, "seed")
            .addParameter(Signature[].class, "signatures")
            .varargs()
            .returns(FreshParameters.class)
            .addStatement(
                "$1T $2L = new $1T(seed, signatures)", FreshParameters.class, FirstValues.VARIABLE)
            .addCode(first.calls());
    first
        .others()
        .ifPresent(plan -> draws.addStatement(compute(INITIALIZER, "$T.of()"), Map.class));
    type.addMethod(
        factory(
                "initialize",
                """
                With fresh parameters, those with which {@code netc train --seed} starts.

                @param seed the same gives the same parameters
                """)
            .addParameter(long.class, "seed")
            .addStatement("return new $T(fresh(seed, $L).tensors())", self, SignatureField.NAME)
            .build());
    type.addMethod(draws.addStatement("return $L", FirstValues.VARIABLE).build());
  }

  private static String compute(String graph, String parameters) {
    return FirstValues.VARIABLE + ".compute(new " + graph + "(" + parameters + "))";
  }

  /** The methods that begin a training. */
  private void train(TrainingGraphs training, FirstValues states) {
    String documentation =
        """
        Begins a training with fresh parameters, as {@code netc train --seed} does.

        @param seed of the parameters and of what is random in training
        @param steps the updates that the rate's schedule plans with
        """;
    ClassName trainer = self.nestedClass(TrainerEmitter.NAME);
    type.addMethod(
        factory("train", documentation)
            .returns(trainer)
            .addParameter(long.class, "seed")
            .addParameter(long.class, "steps")
            .addStatement("return train(seed, steps, $T.single())", Team.class)
            .build());
    MethodSpec.Builder method =
        factory("train", documentation + "@param team shares the work of an update\n")
            .returns(trainer)
            .addParameter(long.class, "seed")
            .addParameter(long.class, "steps")
            .addParameter(Team.class, "team")
            .addStatement(
                "$T $L = fresh(seed, $L, $T.describe())",
                FreshParameters.class,
                FirstValues.VARIABLE,
                SignatureField.NAME,
                step())
            .addCode(states.calls());
    states
        .others()
        .ifPresent(
            plan ->
                method.addStatement(compute(INITIAL_STATES, FirstValues.VARIABLE + ".tensors()")));
    type.addMethod(
        method
            .addStatement(
                "return new $T(new $T($S, $T::new, $L.tensors(), seed, steps, team))",
                trainer,
                TrainingRun.class,
                networkName(training),
                step(),
                FirstValues.VARIABLE)
            .build());
  }

  /** The name as it is declared, which checkpoints have: {@code LeNet} of {@code LeNet.step}. */
  private static String networkName(TrainingGraphs training) {
    return training.step().name().replaceAll("\\.step$", "");
  }

  private ClassName step() {
    return ClassName.get(self.packageName(), NetworkClass.stepClass(self.simpleName()));
  }

  /** The classes within that the methods use. */
  void addClasses(NetworkClass wanted) {
    wanted
        .training()
        .ifPresent(
            t -> type.addType(new TrainerEmitter(t, self, step(), networkName(t)).trainer()));
    wanted
        .initializer()
        .flatMap(FirstValues::others)
        .ifPresent(plan -> nested(plan, INITIALIZER, "Computes what some parameters start as.\n"));
    wanted
        .training()
        .flatMap(t -> states(t).others())
        .ifPresent(plan -> nested(plan, INITIAL_STATES, "Computes what some states start as.\n"));
  }

  private void nested(KernelPlan plan, String name, String documentation) {
    type.addType(NetworkEmitter.nested(plan, self.nestedClass(name), documentation));
  }

  private static FirstValues states(TrainingGraphs training) {
    return new FirstValues(training.initializeState(), List.of(training.step()));
  }

  private MethodSpec.Builder factory(String name, String documentation) {
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .addJavadoc("$L", documentation)
        .returns(self);
  }
}
