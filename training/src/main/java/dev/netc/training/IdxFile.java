package dev.netc.training;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * A file of bytes in the IDX format of the MNIST database: two zero bytes, the element type 8, the
 * rank, the extents as big-endian i32, the data.
 */
final class IdxFile {
  private static final int UNSIGNED_BYTE = 8;
  private static final int CHUNK = 1 << 20;

  private final int[] shape;
  private final byte[] data;

  private IdxFile(int[] shape, byte[] data) {
    this.shape = shape;
    this.data = data;
  }

  /** The extent of an axis. */
  int extent(int axis) {
    return shape[axis];
  }

  /** The bytes, row-major, not copied. */
  byte[] data() {
    return data;
  }

  /** Who keeps data out of a folder leaves word there of how to get them. */
  private static String guide(Path path) {
    Path guide = path.resolveSibling("README.md");
    return Files.isRegularFile(guide) ? "; " + guide + " says how to get it" : "";
  }

  /**
   * Reads a file, plain or gzip, of rank {@code rank}.
   *
   * @throws TrainingException if it is missing, no such file, cut short, or longer than it says
   */
  static IdxFile read(Path path, int rank) {
    if (!Files.isRegularFile(path)) {
      throw new TrainingException("no such file: " + path + guide(path));
    }
    try (DataInputStream in = new DataInputStream(open(path))) {
      int magic = in.readInt();
      if (magic != (UNSIGNED_BYTE << 8 | rank)) {
        throw new TrainingException(
            "%s is no IDX file of %d extents: it starts with 0x%08x, not 0x%08x"
                .formatted(path, rank, magic, UNSIGNED_BYTE << 8 | rank));
      }
      int[] shape = new int[rank];
      long size = 1;
      for (int i = 0; i < rank; i++) {
        shape[i] = in.readInt();
        size = shape[i] < 1 ? -1 : size * shape[i];
        if (size < 0 || size > Integer.MAX_VALUE - 8) {
          throw new TrainingException(path + " claims the extent " + shape[i]);
        }
      }
      return new IdxFile(shape, bytes(path, in, (int) size));
    } catch (EOFException e) {
      throw new TrainingException(path + " is cut short: it ends within its header");
    } catch (IOException e) {
      throw new TrainingException(path + " cannot be read: " + e.getMessage());
    }
  }

  private static InputStream open(Path path) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(path));
    in.mark(2);
    boolean zipped = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return zipped ? new BufferedInputStream(new GZIPInputStream(in)) : in;
  }

  /** Reads what the header claims piece by piece, so that a lying header does not fill memory. */
  private static byte[] bytes(Path path, InputStream in, int size) throws IOException {
    byte[] data = new byte[Math.min(size, CHUNK)];
    int read = 0;
    while (read < size) {
      if (read == data.length) {
        data = java.util.Arrays.copyOf(data, (int) Math.min(size, 2L * data.length));
      }
      int n;
      try {
        n = in.read(data, read, data.length - read);
      } catch (EOFException e) {
        n = -1;
      }
      if (n < 0) {
        throw new TrainingException(
            "%s is cut short: %,d bytes of data where its header claims %,d"
                .formatted(path, read, size));
      }
      read += n;
    }
    if (in.read() >= 0) {
      throw new TrainingException(
          "%s is longer than the %,d bytes that its header claims".formatted(path, size));
    }
    return data;
  }
}
