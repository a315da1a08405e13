package dev.netc.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Gradle asks of a processor that it calls isolating. */
final class IncrementalTest {
  @TempDir Path folder;

  @Test
  void theProcessorIsDeclared() throws IOException {
    String name = NetworkProcessor.class.getName();
    assertThat(resource("/META-INF/services/javax.annotation.processing.Processor"))
        .isEqualTo(name + "\n");
    assertThat(resource("/META-INF/gradle/incremental.annotation.processors"))
        .isEqualTo(name + ",isolating\n");
  }

  @Test
  void everyFileComesFromOneType() throws IOException {
    TestProgram program =
        new TestProgram(folder)
            .write("nets/app/xor.net", TestProgram.XOR)
            .write("nets/app/xor.safetensors", "weights")
            .write("nets/app/line.net", TestProgram.line("Line"))
            .main("@Network(value = \"xor.net\", training = true)")
            .write(
                "app/Other.java",
                TestProgram.annotated("app", "@Network(\"line.net\")", "class Other {}"))
            .option("-Anetc.path=" + folder.resolve("nets"));
    Recording recording = new Recording();
    Compilation compilation = program.compile(recording);
    assertThat(compilation).succeeded();
    assertThat(recording.created)
        .containsExactlyInAnyOrder(
            "app.Xor from [app.Main]",
            "app.XorStep from [app.Main]",
            "xor.safetensors from [app.Main]",
            "app.Line from [app.Other]");
  }

  @Test
  void filesOfThePathAreReadWithoutJavac() throws IOException {
    TestProgram program =
        new TestProgram(folder)
            .write("nets/app/xor.net", TestProgram.XOR)
            .main("@Network(\"xor.net\")")
            .option("-Anetc.path=" + folder.resolve("nets"));
    Recording recording = new Recording();
    assertThat(program.compile(recording)).succeeded();
    assertThat(recording.read).isEmpty();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = NetworkProcessor.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The processor, with a note of what it asks of the {@link Filer}. */
  private static final class Recording extends AbstractProcessor {
    private final NetworkProcessor processor = new NetworkProcessor();
    final List<String> created = new ArrayList<>();
    final List<String> read = new ArrayList<>();

    @Override
    public Set<String> getSupportedAnnotationTypes() {
      return processor.getSupportedAnnotationTypes();
    }

    @Override
    public Set<String> getSupportedOptions() {
      return processor.getSupportedOptions();
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return processor.getSupportedSourceVersion();
    }

    @Override
    public synchronized void init(ProcessingEnvironment environment) {
      Filer filer =
          proxy(
              Filer.class,
              (proxy, method, arguments) -> {
                Object result = method.invoke(environment.getFiler(), arguments);
                note(method.getName(), arguments);
                return result;
              });
      processor.init(
          proxy(
              ProcessingEnvironment.class,
              (proxy, method, arguments) ->
                  method.getName().equals("getFiler")
                      ? filer
                      : method.invoke(environment, arguments)));
    }

    /** The last argument of what creates a file are the elements that it comes from. */
    private void note(String method, Object[] arguments) {
      String name = String.valueOf(arguments[method.endsWith("Resource") ? 2 : 0]);
      if (method.startsWith("create")) {
        Element[] from = (Element[]) arguments[arguments.length - 1];
        created.add(name + " from " + Arrays.toString(from));
      } else {
        read.add(name);
      }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) -> {
                try {
                  return handler.invoke(proxy, method, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              }));
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      processor.process(annotations, round);
      return false;
    }
  }
}
