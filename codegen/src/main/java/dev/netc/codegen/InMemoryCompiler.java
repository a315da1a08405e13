package dev.netc.codegen;

import dev.netc.runtime.Network;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles one source text with the JDK's own compiler and loads its classes, without files. */
final class InMemoryCompiler {
  private InMemoryCompiler() {}

  /**
   * Compiles and loads.
   *
   * @throws CodegenException if this is no JDK
   * @throws IllegalStateException if the source does not compile, a defect of netc's
   */
  static Class<? extends Network> compile(String className, String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new CodegenException("compiling a network needs a JDK; this Java has no compiler");
    }
    Map<String, ByteArrayOutputStream> classes = new HashMap<>();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavaFileManager memory = new Memory(files, classes);
      List<String> options =
          List.of(
              "-classpath",
              classPath(),
              "--add-modules",
              "jdk.incubator.vector",
              "-proc:none",
              "-g",
              "-Xlint:none");
      boolean compiled =
          compiler
              .getTask(messages, memory, null, options, null, List.of(new Text(className, source)))
              .call();
      if (!compiled) {
        throw new IllegalStateException(messages + "\n" + source);
      }
    } catch (IOException e) {
      throw new IllegalStateException("compiling in memory failed", e);
    }
    try {
      return new Loader(classes).loadClass(className).asSubclass(Network.class);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(className + " was not compiled", e);
    }
  }

  private static String classPath() {
    String runtime =
        java.nio.file.Path.of(
                URI.create(
                    Network.class.getProtectionDomain().getCodeSource().getLocation().toString()))
            .toString();
    return runtime + java.io.File.pathSeparator + System.getProperty("java.class.path", "");
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(String className, String text) {
      super(URI.create("memory:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> classes;

    Memory(JavaFileManager files, Map<String, ByteArrayOutputStream> classes) {
      super(files);
      this.classes = classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location,
        String className,
        JavaFileObject.Kind kind,
        javax.tools.FileObject sibling) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      classes.put(className, bytes);
      return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {
        @Override
        public OutputStream openOutputStream() {
          return bytes;
        }
      };
    }
  }

  private static final class Loader extends ClassLoader {
    private final Map<String, ByteArrayOutputStream> classes;

    Loader(Map<String, ByteArrayOutputStream> classes) {
      super(Network.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      ByteArrayOutputStream bytes = classes.get(name);
      if (bytes == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, bytes.toByteArray(), 0, bytes.size());
    }
  }
}
