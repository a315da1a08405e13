package dev.netc.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the run before read and wrote, so that this one does again only what changed. It is a text
 * beside the generated sources: for each {@code .net} file the key of the options and the compiler,
 * then the hash of each file that was read and written for it.
 */
final class BuildRecord {
  private static final String NET = "net";
  private static final String READS = "reads";
  private static final String WRITES = "writes";

  /**
   * What was done for one {@code .net} file.
   *
   * @param key of the options and the compiler
   * @param reads the hash of each file that was read
   * @param writes the hash of each class that was written
   */
  record Entry(String key, Map<Path, String> reads, Map<Path, String> writes) {
    /** Whether doing it again would write the same. */
    boolean isCurrent(String key) throws IOException {
      return key.equals(this.key) && isUnchanged(reads) && isUnchanged(writes);
    }

    private static boolean isUnchanged(Map<Path, String> hashes) throws IOException {
      for (Map.Entry<Path, String> hash : hashes.entrySet()) {
        if (!ContentHash.of(hash.getKey()).equals(Optional.of(hash.getValue()))) {
          return false;
        }
      }
      return true;
    }
  }

  private final Map<Path, Entry> entries = new LinkedHashMap<>();

  /** The record in a file; an empty one if there is none. */
  static BuildRecord read(Path file) throws IOException {
    BuildRecord record = new BuildRecord();
    if (!Files.exists(file)) {
      return record;
    }
    Entry entry = new Entry("", new LinkedHashMap<>(), new LinkedHashMap<>());
    for (String line : Files.readAllLines(file)) {
      String[] parts = line.split(" ", 3);
      if (parts.length < 3) {
        return new BuildRecord(); // not whole: everything is made anew
      }
      Path path = file.resolveSibling(parts[2]).normalize();
      switch (parts[0]) {
        case NET -> {
          entry = new Entry(parts[1], new LinkedHashMap<>(), new LinkedHashMap<>());
          record.put(path, entry);
        }
        case READS -> entry.reads().put(path, parts[1]);
        default -> entry.writes().put(path, parts[1]);
      }
    }
    return record;
  }

  void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    entries.forEach(
        (net, entry) -> {
          lines.add(line(NET, entry.key(), net, file));
          entry.reads().forEach((path, hash) -> lines.add(line(READS, hash, path, file)));
          entry.writes().forEach((path, hash) -> lines.add(line(WRITES, hash, path, file)));
        });
    Files.createDirectories(file.getParent());
    Files.write(file, lines);
  }

  /** A path is relative, so that a project can be moved together with what was built. */
  private static String line(String kind, String hash, Path path, Path file) {
    return kind + " " + hash + " " + relative(file.getParent(), path);
  }

  /** {@code path} as seen from a folder, with slashes; absolute if it is on another drive. */
  static String relative(Path folder, Path path) {
    boolean sameDrive = Objects.equals(path.getRoot(), folder.getRoot());
    return (sameDrive ? folder.relativize(path) : path).toString().replace('\\', '/');
  }

  void put(Path net, Entry entry) {
    entries.put(net, entry);
  }

  Optional<Entry> entry(Path net) {
    return Optional.ofNullable(entries.get(net));
  }

  /** Whether nothing is to be done for these files, and there were no others. */
  boolean isCurrent(List<Path> nets, String key) throws IOException {
    if (!entries.keySet().equals(Set.copyOf(nets))) {
      return false;
    }
    for (Entry entry : entries.values()) {
      if (!entry.isCurrent(key)) {
        return false;
      }
    }
    return true;
  }

  /** All classes that were written. */
  Set<Path> written() {
    Set<Path> written = new LinkedHashSet<>();
    entries.values().forEach(entry -> written.addAll(entry.writes().keySet()));
    return written;
  }
}
