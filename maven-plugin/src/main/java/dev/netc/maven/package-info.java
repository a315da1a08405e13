/**
 * The Maven plugin: finds the {@code .net} files of a project, names a Java class for each network,
 * and writes those whose sources changed. It knows Maven, and of netc only what the command knows
 * too: {@link dev.netc.frontend.Frontend} and {@link dev.netc.codegen.Compiler}. Start reading at
 * {@link dev.netc.maven.Generation}.
 *
 * <p>There is no module descriptor, since Maven loads plugins from the class path.
 */
@NullMarked
package dev.netc.maven;

import org.jspecify.annotations.NullMarked;
