package dev.netc.passes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/**
 * Finds passes that users bring: those that a file {@code META-INF/services/dev.netc.passes.Pass}
 * names, beside netc's own classes or in a jar. Each has a public constructor without parameters,
 * and is guarded: what it makes is verified, and ignored if it is no graph.
 */
public final class PassPlugins {
  private static final String SERVICE = "META-INF/services/" + Pass.class.getName();

  private PassPlugins() {}

  /**
   * Netc's own passes and those that are on the class path with it.
   *
   * @param failures is told of what goes wrong in one; what it throws ends the pipeline
   * @throws PipelineException if one cannot be used; the message is for the user
   */
  public static KnownPasses onClassPath(Consumer<PassFailure> failures) {
    return KnownPasses.builtIn().with(provided(PassPlugins.class.getClassLoader(), failures));
  }

  /**
   * These and those of jars.
   *
   * @throws PipelineException if there is no such jar, or it has no pass that can be used
   */
  public static KnownPasses ofJars(List<Path> jars, Consumer<PassFailure> failures) {
    KnownPasses known = onClassPath(failures);
    for (Path jar : jars) {
      known = known.with(provided(loader(jar), failures));
    }
    return known;
  }

  /** A pass whose graph is verified, and ignored if it is none. */
  public static Pass guarded(Pass pass, Consumer<PassFailure> failures) {
    return new GuardedPass(pass, failures);
  }

  /** A loader that stays open for as long as the passes are used, which is to the end. */
  private static URLClassLoader loader(Path jar) {
    if (!Files.isReadable(jar)) {
      throw new PipelineException("there is no plugin " + jar + " that can be read");
    }
    try {
      URL[] urls = {jar.toUri().toURL()};
      URLClassLoader loader = new URLClassLoader(urls, PassPlugins.class.getClassLoader());
      if (loader.findResource(SERVICE) == null) {
        loader.close();
        throw new PipelineException(
            "the plugin %s names no pass: a jar does so in a file %s, a line a class"
                .formatted(jar, SERVICE));
      }
      return loader;
    } catch (MalformedURLException e) {
      throw new PipelineException("%s is no plugin: %s".formatted(jar, e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The passes of one class loader, without those of its parents. */
  private static List<Pass> provided(ClassLoader loader, Consumer<PassFailure> failures) {
    List<Pass> passes = new ArrayList<>();
    try {
      for (ServiceLoader.Provider<Pass> provider :
          ServiceLoader.load(Pass.class, loader).stream().toList()) {
        if (loader.equals(provider.type().getClassLoader())) {
          passes.add(new GuardedPass(provider.get(), failures));
        }
      }
    } catch (ServiceConfigurationError e) {
      throw new PipelineException(
          "a plugin's pass cannot be used: "
              + e.getMessage()
              + "; it is a public class that implements dev.netc.passes.Pass, with a public"
              + " constructor without parameters");
    }
    return passes;
  }
}
