package dev.netc.grammar;

import java.util.List;

/**
 * A type as written: {@code f32[N, 1, 28, 28]}, {@code int}.
 *
 * @param dims the extents; empty for a scalar and for types that have none
 */
public record TypeSyntax(String name, List<Expression> dims, SourceSpan span) {}
