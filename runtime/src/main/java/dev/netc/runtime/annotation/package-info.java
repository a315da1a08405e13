/**
 * What programs write so that their networks become classes. The annotations are gone once the
 * program is compiled; {@code netc-processor} reads them within the Java compiler, and nothing
 * reads them at run time.
 */
@NullMarked
package dev.netc.runtime.annotation;

import org.jspecify.annotations.NullMarked;
