package dev.netc.ir;

/**
 * Where in a {@code .net} source a value comes from.
 *
 * @param file the file as the user named it, or empty if unknown
 * @param line from 1, or 0 if unknown
 * @param column from 1, or 0 if unknown
 * @param scope the path of the layer that the value belongs to, {@code stem.conv1}, or empty
 */
public record Origin(String file, int line, int column, String scope) {
  public static final Origin UNKNOWN = new Origin("", 0, 0, "");

  public Origin inScope(String path) {
    return new Origin(file, line, column, path);
  }

  public boolean isKnown() {
    return line > 0;
  }

  /** {@code lenet.net:3:12}. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
