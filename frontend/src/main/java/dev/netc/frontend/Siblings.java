package dev.netc.frontend;

import dev.netc.grammar.TypeSyntax;
import dev.netc.ir.TensorType;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the layer of the same kind for tensors of another rank. */
final class Siblings {
  private static final Pattern OF_RANK = Pattern.compile("^sequence_|[123]d$");

  private Siblings() {}

  /**
   * A hint to the block that is called like {@code callee} but for its rank, and takes a tensor.
   */
  static Optional<String> taking(TensorType tensor, String callee, Library library) {
    return library.blockNames().stream()
        .filter(name -> !name.equals(callee) && kind(name).equals(kind(callee)))
        .map(name -> library.block(name).orElseThrow())
        .filter(block -> !block.formals().isEmpty())
        .filter(block -> fits(block.formals().getFirst().type(), tensor))
        .map(
            block ->
                "`%s` takes %s"
                    .formatted(block.name(), FormalTypes.text(block.formals().getFirst().type())))
        .findFirst();
  }

  private static String kind(String name) {
    return OF_RANK.matcher(name).replaceAll("");
  }

  private static boolean fits(TypeSyntax type, TensorType tensor) {
    return type.dims().size() == tensor.rank() && type.name().equals(tensor.dtype().toString());
  }
}
