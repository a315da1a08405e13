package dev.netc.maven;

import dev.netc.grammar.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run over the {@code .net} files of a folder: those that changed since the run before are
 * compiled, and the classes of those that are gone are deleted.
 */
final class Generation {
  /** How many classes were generated, were up to date already, and were deleted. */
  record Outcome(int generated, int upToDate, int deleted) {
    static final Outcome NOTHING = new Outcome(0, 0, 0);
  }

  private final NetSources sources;
  private final GenerationOptions options;
  private final Path pom;
  private final Path output;
  private final Path recordFile;
  private final String key;
  private final Mistakes mistakes;

  /**
   * @param pom where mistakes of the options are
   * @param output the folder of the generated sources
   * @param recordFile where this run finds what it did before; no other run uses it
   * @param compiler the version of netc
   * @param mistakes where those that are found are added
   */
  Generation(
      NetSources sources,
      GenerationOptions options,
      Path pom,
      Path output,
      Path recordFile,
      String compiler,
      Mistakes mistakes) {
    this.sources = sources;
    this.options = options;
    this.pom = pom;
    this.output = output;
    this.recordFile = recordFile;
    this.key =
        ContentHash.of(
            String.join(
                "\n",
                compiler,
                sources.basePackage(),
                options.toString(),
                BuildRecord.relative(recordFile.getParent(), output)));
    this.mistakes = mistakes;
  }

  /** Writes the classes of all files that have no mistake. */
  Outcome run() throws IOException {
    List<Path> paths = sources.files();
    BuildRecord before = BuildRecord.read(recordFile);
    if (before.isCurrent(paths, key)) {
      return new Outcome(0, before.written().size(), 0);
    }
    List<NetFile> files = NetFile.readAll(paths, mistakes);
    ClassPlan plan = ClassPlan.of(sources, options, files, pom, mistakes);
    FileCompiler compiler = new FileCompiler(mistakes);
    BuildRecord after = new BuildRecord();
    int upToDate = 0;
    int generated = 0;
    for (NetFile file : files) {
      Optional<BuildRecord.Entry> entry = before.entry(file.path());
      if (entry.isPresent() && entry.get().isCurrent(key) && !mistakes.isIn(file.path())) {
        after.put(file.path(), entry.get());
        upToDate += entry.get().writes().size();
        continue;
      }
      Optional<FileCompiler.Output> compiled = compiler.compile(file, plan.classes(file));
      if (compiled.isPresent() && !mistakes.isIn(file.path()) && !mistakes.isIn(pom)) {
        after.put(file.path(), write(compiled.get()));
        generated += compiled.get().classes().size();
      } else {
        // The classes stay as they are until the mistake is mended.
        entry.ifPresent(e -> after.put(file.path(), e));
      }
    }
    int deleted = deleteOthers(before, after);
    after.write(recordFile);
    return new Outcome(generated, upToDate, deleted);
  }

  private BuildRecord.Entry write(FileCompiler.Output compiled) throws IOException {
    Map<Path, String> reads = new LinkedHashMap<>();
    for (SourceFile source : compiled.read()) {
      reads.put(Path.of(source.name()), ContentHash.of(source.text()));
    }
    Map<Path, String> writes = new LinkedHashMap<>();
    for (Map.Entry<String, String> text : compiled.classes().entrySet()) {
      Path file = output.resolve(text.getKey());
      writeIfChanged(file, text.getValue());
      writes.put(file, ContentHash.of(text.getValue()));
    }
    return new BuildRecord.Entry(key, reads, writes);
  }

  /** A class that stays the same keeps its time, so that javac need not compile it again. */
  private static void writeIfChanged(Path file, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (!ContentHash.of(file).equals(Optional.of(ContentHash.of(bytes)))) {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    }
  }

  /** Deletes the classes that were written before and belong to no file now; how many. */
  private int deleteOthers(BuildRecord before, BuildRecord after) throws IOException {
    int deleted = 0;
    for (Path old : before.written()) {
      if (!after.written().contains(old) && Files.deleteIfExists(old)) {
        deleted++;
        deleteEmptyFolders(old.getParent());
      }
    }
    return deleted;
  }

  private void deleteEmptyFolders(Path folder) throws IOException {
    Path empty = folder;
    while (!empty.equals(output) && empty.startsWith(output) && isEmpty(empty)) {
      Files.delete(empty);
      empty = empty.getParent();
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      return !files.iterator().hasNext();
    }
  }
}
