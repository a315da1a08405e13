package dev.netc.training;

import dev.netc.runtime.Tensor;
import java.util.List;

/**
 * A number of examples in memory.
 *
 * @param count how many
 * @param tensors one for each input of the network, its first extent being {@code count}
 */
public record Examples(int count, List<Tensor> tensors) {
  public Examples {
    tensors = List.copyOf(tensors);
    for (Tensor tensor : tensors) {
      if (tensor.shape().isEmpty() || tensor.shape().getFirst() != count) {
        throw new IllegalArgumentException(tensor + " does not hold " + count + " examples");
      }
    }
  }

  /** Elements of one example in tensor {@code i}. */
  int width(int i) {
    return count == 0 ? 0 : tensors.get(i).size() / count;
  }

  /** Copies the examples {@code order[from], ...} to the start of {@code batch}'s arrays. */
  void gather(int[] order, int from, int n, Object[] batch) {
    for (int i = 0; i < tensors.size(); i++) {
      Object data = tensors.get(i).data();
      int width = width(i);
      for (int k = 0; k < n; k++) {
        System.arraycopy(data, order[from + k] * width, batch[i], k * width, width);
      }
    }
  }
}
