package dev.netc.codegen;

import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Value;

/**
 * A part of an arena.
 *
 * @param field the field of the session that says where it starts
 * @param value what is kept there
 * @param elements how many
 * @param first the position in the schedule of the kernel that writes it
 * @param last the position of the last kernel that reads it
 */
record Slot(String field, Value value, Dim elements, int first, int last) {
  DType dtype() {
    return value.dtype();
  }
}
