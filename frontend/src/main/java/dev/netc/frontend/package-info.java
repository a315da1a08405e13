/**
 * From {@code .net} source to graphs. {@link dev.netc.frontend.Frontend} elaborates a file: names
 * and constants are resolved, blocks are instantiated for the shapes of each call, and what is left
 * becomes values of a graph. Layers, losses, optimisers and schedules are {@code .net} source in
 * the folder {@code stdlib}.
 */
@NullMarked
package dev.netc.frontend;

import org.jspecify.annotations.NullMarked;
