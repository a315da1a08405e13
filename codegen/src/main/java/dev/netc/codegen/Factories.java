package dev.netc.codegen;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.netc.runtime.FreshParameters;
import dev.netc.runtime.ParameterResource;
import dev.netc.runtime.Safetensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import javax.lang.model.element.Modifier;

/** The static methods that make a network: where its parameters come from. */
final class Factories {
  private static final String INITIALIZER = "Initializer";

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
                "return new $1T($2T.read($3L, $1T.class, name, $1T.class.getResourceAsStream(name)))",
                self,
                ParameterResource.class,
                SignatureField.NAME)
            .build());
  }

  private void initialize(FirstValues first) {
    MethodSpec.Builder method =
        factory(
                "initialize",
                """
                With fresh parameters, those with which {@code netc train --seed} starts.

                @param seed the same gives the same parameters
                """)
            .addParameter(long.class, "seed")
            .addStatement(
                "$1T $2L = new $1T($3L, seed)",
                FreshParameters.class,
                FirstValues.VARIABLE,
                SignatureField.NAME)
            .addCode(first.calls());
    if (first.others().isPresent()) {
      method.addStatement(
          "$L.compute(new $L($T.of()))", FirstValues.VARIABLE, INITIALIZER, Map.class);
    }
    type.addMethod(
        method.addStatement("return new $T($L.tensors())", self, FirstValues.VARIABLE).build());
  }

  /** The class that computes what parameters start as where it takes more than a draw. */
  void addInitializer(NetworkClass wanted) {
    wanted
        .initializer()
        .flatMap(FirstValues::others)
        .ifPresent(
            plan ->
                type.addType(
                    NetworkEmitter.nested(
                        plan,
                        self.nestedClass(INITIALIZER),
                        "Computes what some parameters start as.\n")));
  }

  private MethodSpec.Builder factory(String name, String documentation) {
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
        .addJavadoc("$L", documentation)
        .returns(self);
  }
}
