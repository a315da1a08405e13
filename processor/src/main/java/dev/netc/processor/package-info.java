/**
 * The annotation processor: within javac, it finds the network that {@link
 * dev.netc.runtime.annotation.Network} names and writes its class beside the annotated one. It
 * knows javac's API for processors, and of netc only what the Maven plugin knows too: {@link
 * dev.netc.frontend.Frontend} and {@link dev.netc.codegen.Compiler}. Start reading at {@link
 * dev.netc.processor.Generation}.
 *
 * <p>What an annotation becomes depends on it, its files and the options alone, never on other
 * annotations, so that a build tool may process each by itself.
 *
 * <p>There is no module descriptor, since javac loads processors from a path of jars.
 */
@NullMarked
package dev.netc.processor;

import org.jspecify.annotations.NullMarked;
