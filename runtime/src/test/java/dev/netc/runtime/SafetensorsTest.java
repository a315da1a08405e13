package dev.netc.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written is read again; what is malformed is refused in one line. */
final class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void everyTypeComesBack() throws IOException {
    Map<String, Tensor> tensors =
        Map.of(
            "conv1.weight", Tensor.of(new float[] {1, -2.5f, Float.NaN}, 3),
            "n", new Tensor(ElementType.I64, List.of(), new long[] {1L << 40}),
            "mask", new Tensor(ElementType.BOOL, List.of(2), new boolean[] {true, false}),
            "d", new Tensor(ElementType.F64, List.of(1, 1), new double[] {Math.PI}),
            "i", new Tensor(ElementType.I32, List.of(0), new int[0]));
    Path file = folder.resolve("a.safetensors");
    Safetensors.write(file, tensors, Map.of("step", "7", "odd \"name\"", "a\nb"));
    Safetensors.Contents contents = Safetensors.read(file);
    assertThat(contents.tensors()).isEqualTo(tensors);
    assertThat(contents.metadata())
        .containsEntry("step", "7")
        .containsEntry("odd \"name\"", "a\nb");
    assertThat(folder)
        .isDirectoryContaining("glob:**/a.safetensors")
        .isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void aStreamIsReadLikeAFile() throws IOException {
    Map<String, Tensor> tensors =
        Map.of("a", Tensor.of(new float[] {1, 2}, 2), "b", Tensor.of(new float[] {3}, 1));
    Path file = folder.resolve("a.safetensors");
    Safetensors.write(file, tensors, Map.of("step", "7"));
    byte[] bytes = Files.readAllBytes(file);
    assertThat(Safetensors.read(new ByteArrayInputStream(bytes))).isEqualTo(Safetensors.read(file));
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
    assertThatThrownBy(() -> Safetensors.read(new ByteArrayInputStream(cut)))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageMatching(
            "the stream is no safetensors file: the data of `[ab]` lies outside .*");
  }

  @Test
  void aResourceThatIsMissingIsNamedAsTheReason() {
    assertThatThrownBy(() -> Safetensors.read(getClass().getResourceAsStream("nothing")))
        .hasMessage("there is no stream to read: is there a resource of this name?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | outside the file",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}} | has 4 bytes, not 8",
        "{\"a\":{\"dtype\":\"F9\",\"shape\":[1],\"data_offsets\":[0,4]}} | unknown dtype F9",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}} | the extent -1",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}} | not in order",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[9999999,9999999],\"data_offsets\":[0,4]}} | the extent 9999999",
        "{\"a\":3} | is no object",
        "{\"a\":{},\"a\":{}} | twice",
        "[[[[[[[[[[[]]]]]]]]]]] | deep nesting",
        "{} | 4 bytes follow",
        "{\"a\" | no ':'",
      })
  void malformedHeadersAreRefused(String header, String message) throws IOException {
    byte[] text = header.trim().getBytes(StandardCharsets.UTF_8);
    Path file = folder.resolve("bad.safetensors");
    ByteBuffer bytes = ByteBuffer.allocate(12 + text.length).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, bytes.putLong(text.length).put(text).array());
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void headersLargerThanTheFileAreRefused() throws IOException {
    Path file = folder.resolve("big.safetensors");
    Files.write(file, new byte[] {-1, -1, -1, -1, -1, -1, -1, 127, '{', '}'});
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(SafetensorsException.class)
        .hasMessageContaining("header claims 9223372036854775807 bytes");
    Files.write(file, new byte[3]);
    assertThatThrownBy(() -> Safetensors.read(file)).hasMessageContaining("3 bytes, too few");
  }
}
