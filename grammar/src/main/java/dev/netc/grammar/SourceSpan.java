package dev.netc.grammar;

/**
 * A stretch of source text. Lines and columns count from 1; the end column is the first one after
 * the stretch.
 *
 * @param file the name of the file
 */
public record SourceSpan(String file, int startLine, int startColumn, int endLine, int endColumn) {
  /** From the start of this span to the end of {@code last}. */
  public SourceSpan to(SourceSpan last) {
    return new SourceSpan(file, startLine, startColumn, last.endLine, last.endColumn);
  }

  /** {@code lenet.net:3:12}. */
  @Override
  public String toString() {
    return file + ":" + startLine + ":" + startColumn;
  }
}
