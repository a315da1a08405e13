package dev.netc.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Formatting twice changes nothing, and formatting never changes what a text means: for every text
 * of the repository, and with its white space put at random.
 */
final class FormatterPropertiesTest {
  private static final Pattern SNIPPET = Pattern.compile("(?ms)^```net\\R(.*?)^```");
  private static final Pattern SPAN = Pattern.compile("[sS]pan=[^,\\]]*");

  /** Every text of the repository that parses. */
  static List<SourceFile> texts() {
    List<SourceFile> texts = new ArrayList<>(files());
    for (Path page : find("../docs", ".md")) {
      int[] number = {0};
      SNIPPET
          .matcher(read(page).text())
          .results()
          .forEach(m -> texts.add(new SourceFile(page + " " + ++number[0], m.group(1))));
    }
    return texts;
  }

  private static List<SourceFile> files() {
    return Stream.of("../examples", "../frontend/src/main/resources", "../tests/src/test/resources")
        .flatMap(folder -> find(folder, ".net").stream())
        .map(FormatterPropertiesTest::read)
        .filter(source -> NetParser.parse(source).file().isPresent())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("texts")
  void theFilesOfTheRepositoryAreFormatted(SourceFile file) {
    assertThat(Formatter.format(file).text()).hasValue(file.text());
  }

  @ParameterizedTest
  @MethodSource("texts")
  void formattingKeepsTheMeaning(SourceFile source) {
    check(source);
  }

  @Property(tries = 1000)
  void formattingKeepsTheMeaningOfAnyWhiteSpace(
      @ForAll("texts") SourceFile source, @ForAll Random random) {
    check(new SourceFile(source.name(), respace(source, random)));
  }

  @Provide("texts")
  Arbitrary<SourceFile> anyText() {
    return Arbitraries.of(texts());
  }

  private static void check(SourceFile source) {
    String once = Formatter.format(source).text().orElseThrow();
    SourceFile formatted = new SourceFile(source.name(), once);
    assertThat(Formatter.format(formatted).text()).hasValue(once);
    assertThat(tree(formatted)).isEqualTo(tree(source));
    assertThat(tokens(formatted)).isEqualTo(tokens(source));
    assertThat(once.lines()).noneMatch(line -> line.endsWith(" ")).noneMatch(l -> l.contains("\t"));
    assertThat(once).doesNotContain("\n\n\n").endsWith("\n");
  }

  private static String tree(SourceFile source) {
    return SPAN.matcher(NetParser.parse(source).file().orElseThrow().declarations().toString())
        .replaceAll("");
  }

  private static List<String> tokens(SourceFile source) {
    return lex(source).stream()
        .filter(t -> t.getChannel() != Token.HIDDEN_CHANNEL)
        .map(Token::getText)
        .toList();
  }

  private static List<Token> lex(SourceFile source) {
    CommonTokenStream tokens =
        new CommonTokenStream(new NetLanguageLexer(CharStreams.fromString(source.text())));
    tokens.fill();
    return tokens.getTokens();
  }

  /**
   * The text with other white space, and comments now and then. What begins a statement only at the
   * start of a line keeps its place there, and other lines do not begin with it.
   */
  private static String respace(SourceFile source, Random random) {
    StringBuilder text = new StringBuilder();
    boolean lineStart = true;
    Token before = null;
    for (Token token : lex(source)) {
      if (token.getType() == NetLanguageLexer.SPACE) {
        lineStart |= token.getText().contains("\n");
        continue;
      }
      if (token.getType() == Token.EOF) {
        break;
      }
      boolean free = !List.of("(", "[", "+", "-").contains(token.getText());
      boolean mustEnd = before != null && before.getText().startsWith("//");
      boolean ends = mustEnd || (free ? random.nextInt(4) == 0 : lineStart);
      if (random.nextInt(30) == 0 && !mustEnd) {
        text.append(" /* block */");
      }
      if (random.nextInt(30) == 0 && ends) {
        text.append(" // line");
      }
      if (ends) {
        text.append("\n".repeat(1 + random.nextInt(3)));
      }
      text.append(ends || before != null ? " ".repeat(random.nextInt(4) + (ends ? 0 : 1)) : "");
      text.append(token.getText());
      lineStart = false;
      before = token;
    }
    return text.append('\n').toString();
  }

  private static List<Path> find(String folder, String suffix) {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files.filter(f -> f.toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SourceFile read(Path path) {
    try {
      return SourceFile.read(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
