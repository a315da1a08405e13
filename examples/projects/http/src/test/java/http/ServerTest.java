package http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ServerTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private Server server;

  @BeforeEach
  void start() throws IOException {
    server = Server.start(0, DigitReader.load(2));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void aSevenIsRead() throws Exception {
    HttpResponse<String> answer = post(Pictures.of("7-1"));
    assertEquals(200, answer.statusCode());
    assertEquals("application/json", answer.headers().firstValue("Content-Type").orElseThrow());
    assertTrue(answer.body().startsWith("{\"digit\": 7, \"probabilities\": [0."), answer.body());
  }

  @Test
  void whatIsNoPicture() throws Exception {
    fails(400, "this is no picture; PNG, JPEG, GIF and BMP are read", post(words("seven")));
  }

  @Test
  void halfAPicture() throws Exception {
    byte[] half = Arrays.copyOf(Pictures.of("7-1"), 60);
    fails(400, "the picture cannot be read", post(half));
  }

  @Test
  void aPictureOfNothing() throws Exception {
    fails(400, "nothing is drawn in this picture", post(png(30, 30)));
  }

  @Test
  void aPictureThatIsTooLarge() throws Exception {
    fails(400, "the picture is larger than 2048 x 2048 pixels", post(png(2049, 1)));
    fails(413, "the picture is larger than 1 MiB", post(new byte[(1 << 20) + 1]));
  }

  @Test
  void aPictureIsPosted() throws Exception {
    fails(405, "POST a picture", get("/digit"));
  }

  @Test
  void thePage() throws Exception {
    HttpResponse<String> page = get("/");
    assertEquals(200, page.statusCode());
    assertTrue(page.body().contains("<canvas id=\"paper\""));
    assertEquals(404, get("/favicon.ico").statusCode());
  }

  private static void fails(int status, String error, HttpResponse<String> answer) {
    assertEquals("{\"error\": \"" + error + "\"}", answer.body());
    assertEquals(status, answer.statusCode());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(byte[] body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri("/digit")).POST(BodyPublishers.ofByteArray(body)).build(),
        BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://localhost:" + server.port() + path);
  }

  private static byte[] words(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] png(int width, int height) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
    return bytes.toByteArray();
  }
}
