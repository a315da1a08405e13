package dev.netc.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.CodeSource;
import java.util.Map;
import java.util.MissingResourceException;
import org.jspecify.annotations.Nullable;

/** The weights that lie beside a generated class in its jar or folder. */
public final class ParameterResource {
  private ParameterResource() {}

  /**
   * Reads the parameters of a network and closes the stream. The class itself opens it, because a
   * resource of a named module is seen within that module only.
   *
   * @param owner the generated class
   * @param name of the resource in the package of the class, {@code digits.safetensors}
   * @param stream what the class found there, if anything
   * @throws MissingResourceException if it found nothing
   * @throws IllegalArgumentException if a parameter is missing or does not fit
   * @throws UncheckedIOException if it is malformed or cannot be read
   */
  public static Map<String, Tensor> read(
      Signature signature, Class<?> owner, String name, @Nullable InputStream stream) {
    if (stream == null) {
      throw new MissingResourceException(missing(owner, name), owner.getName(), name);
    }
    try (stream) {
      Map<String, Tensor> tensors = Safetensors.read(stream).tensors();
      signature.check(tensors);
      return tensors;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the resource %s does not fit %s: %s"
              .formatted(path(owner, name), owner.getName(), e.getMessage()),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the resource %s cannot be read: %s".formatted(path(owner, name), e.getMessage()), e);
    }
  }

  private static String path(Class<?> owner, String name) {
    String folder = owner.getPackageName().replace('.', '/');
    return folder.isEmpty() ? name : folder + "/" + name;
  }

  private static String missing(Class<?> owner, String name) {
    CodeSource source = owner.getProtectionDomain().getCodeSource();
    String network = name.replaceAll("\\.safetensors$", ".net");
    return """
    there are no weights beside %1$s: looked for %2$s in %3$s. \
    `netc train %4$s` makes them: put best.safetensors beside %4$s as %5$s, from where the Maven plugin takes it, \
    or put it into the resources as %2$s. \
    Weights elsewhere are for %6$s.load(Path), fresh ones are %6$s.initialize(seed)"""
        .formatted(
            owner.getName(),
            path(owner, name),
            source == null || source.getLocation() == null
                ? "the class path"
                : source.getLocation(),
            network,
            name,
            owner.getSimpleName());
  }
}
