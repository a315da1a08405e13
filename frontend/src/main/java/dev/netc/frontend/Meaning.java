package dev.netc.frontend;

import dev.netc.grammar.Declaration;
import dev.netc.ir.DType;
import dev.netc.ir.Dim;
import dev.netc.ir.Value;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What an expression means while a network is compiled: a constant, or a value of the graph. */
sealed interface Meaning {
  /** A value that exists when the network runs. */
  record Tensor(Value value) implements Meaning {
    @Override
    public String toString() {
      return value.type().toString();
    }
  }

  /** An integer, or an expression of symbolic dims. */
  record Int(Dim value) implements Meaning {
    @Override
    public String toString() {
      return value.toString();
    }
  }

  record Real(double value) implements Meaning {
    @Override
    public String toString() {
      return Double.toString(value);
    }
  }

  record Bool(boolean value) implements Meaning {
    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  record Text(String value) implements Meaning {
    @Override
    public String toString() {
      return '"' + value + '"';
    }
  }

  /** A tuple or a list. */
  record Tuple(List<Meaning> elements) implements Meaning {
    public Tuple {
      elements = List.copyOf(elements);
    }

    @Override
    public String toString() {
      return elements.stream().map(Meaning::toString).collect(Collectors.joining(", ", "(", ")"));
    }
  }

  /** An element type used as a value, as in {@code cast(x, i32)}. */
  record ElementType(DType dtype) implements Meaning {
    @Override
    public String toString() {
      return dtype.toString();
    }
  }

  /** A block by its name. */
  record BlockName(Declaration.Block block) implements Meaning {
    @Override
    public String toString() {
      return "the block " + block.name();
    }
  }

  /** An operator by its name. */
  record OperatorName(Operator operator) implements Meaning {
    @Override
    public String toString() {
      return "the operator " + operator.name();
    }
  }

  /**
   * A block with one set of parameters, callable more than once.
   *
   * @param path where its parameters are
   * @param arguments what was bound when the layer was declared
   */
  record Layer(Declaration.Block block, String path, Map<String, Meaning> arguments)
      implements Meaning {
    public Layer {
      arguments = Map.copyOf(arguments);
    }

    @Override
    public String toString() {
      return "the layer " + path;
    }
  }

  /** The result of something wrong that has been reported; whatever uses it stays silent. */
  record Unknown() implements Meaning {
    @Override
    public String toString() {
      return "unknown";
    }
  }
}
