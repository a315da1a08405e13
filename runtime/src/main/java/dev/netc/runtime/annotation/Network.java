package dev.netc.runtime.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks {@code netc-processor} for the class of a network, in the package of the class or interface
 * that it stands on:
 *
 * <pre>{@code
 * @Network("digits.net")
 * final class Main {
 *   static Digits.Session session(Path weights) throws IOException {
 *     return Digits.load(weights).session();
 *   }
 * }
 * }</pre>
 *
 * <p>The network is in a file or written in place, as {@link #text}; one of the two must be given.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
@Repeatable(Network.List.class)
public @interface Network {
  /**
   * The {@code .net} file, as {@link Class#getResource} names files: relative to the package, or
   * from the root of all packages if it begins with a slash. It is looked for in the folders of
   * {@code -Anetc.path}, beside the Java file, on the source path, and among the compiled classes.
   */
  String value() default "";

  /** The text of the {@code .net} file. Its imports are relative to the Java file. */
  String text() default "";

  /** Which network, as it is declared; needed where there are several. */
  String network() default "";

  /** What the class is called, without its package; like the network if it is not given. */
  String className() default "";

  /** Whether there is a class of the training step, too: the class's name and {@code Step}. */
  boolean training() default false;

  /**
   * The passes that the graph goes through, joined by commas, {@code "inline,simplify,fuse"}; those
   * of the {@link #level} if they are not given.
   */
  String passes() default "";

  /** The level of optimisation, 0 to 3, as {@code -O} of the command. */
  int level() default 2;

  /** Several on one class; {@code @Network} is written as often as there are networks. */
  @Retention(RetentionPolicy.SOURCE)
  @Target(ElementType.TYPE)
  @interface List {
    /** One for each network. */
    Network[] value();
  }
}
