package dev.netc.frontend;

import dev.netc.grammar.Expression;
import dev.netc.grammar.SourceSpan;
import dev.netc.ir.Leaf;
import dev.netc.ir.TensorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters that a network has declared so far, by path, with how each starts. */
final class Parameters {
  /**
   * One parameter.
   *
   * @param initial the initialiser, to be elaborated where {@code constants} are in scope
   */
  record Entry(
      String path,
      TensorType type,
      Leaf.ParameterKind kind,
      Expression initial,
      Map<String, Meaning> constants,
      SourceSpan span) {
    /** One of another path and type that is declared and starts in the same way. */
    Entry as(String otherPath, TensorType otherType) {
      return new Entry(otherPath, otherType, kind, initial, constants, span);
    }
  }

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, LowRank> lowRanks;

  /** None of which is a product. */
  Parameters() {
    this(Map.of());
  }

  /**
   * @param lowRanks those that are products of two others, by path
   */
  Parameters(Map<String, LowRank> lowRanks) {
    this.lowRanks = Map.copyOf(lowRanks);
  }

  /** How a parameter is the product of two others, if it is. */
  Optional<LowRank> lowRank(String path) {
    return Optional.ofNullable(lowRanks.get(path));
  }

  /**
   * Declares a parameter; declaring the same one again, in the training graph, changes nothing.
   *
   * @throws Mistake if the path has another type already
   */
  void declare(Entry entry) {
    Entry known = entries.putIfAbsent(entry.path(), entry);
    if (known != null && !known.type().equals(entry.type())) {
      throw Mistake.at(
              entry.span(),
              "two parameters have the path `" + entry.path() + "`",
              "this one is " + entry.type())
          .withNote(known.span(), "the other is " + known.type());
    }
  }

  List<Entry> entries() {
    return List.copyOf(entries.values());
  }
}
