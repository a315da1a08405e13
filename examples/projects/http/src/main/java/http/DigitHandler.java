package http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * Answers a picture in the body of a POST with {@code {"digit": 7, "probabilities": [...]}}, and
 * what is none with status 400 and {@code {"error": "..."}}.
 */
final class DigitHandler implements HttpHandler {
  private static final String JSON = "application/json";
  private static final int LARGEST_BODY = 1 << 20;

  private final DigitReader reader;

  DigitHandler(DigitReader reader) {
    this.reader = reader;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("POST")) {
        Answers.send(exchange, 405, JSON, error("POST a picture"));
        return;
      }
      byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
      if (body.length > LARGEST_BODY) {
        Answers.send(exchange, 413, JSON, error("the picture is larger than 1 MiB"));
        return;
      }
      answer(exchange, body);
    }
  }

  private void answer(HttpExchange exchange, byte[] body) throws IOException {
    try {
      Answers.send(exchange, 200, JSON, json(reader.read(Picture.of(body))));
    } catch (IllegalArgumentException e) {
      Answers.send(exchange, 400, JSON, error(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Answers.send(exchange, 503, JSON, error("the server ends"));
    }
  }

  /** The text of an answer. */
  static String json(float[] probabilities) {
    int best = 0;
    StringJoiner list = new StringJoiner(", ", "[", "]");
    for (int digit = 0; digit < probabilities.length; digit++) {
      best = probabilities[digit] > probabilities[best] ? digit : best;
      list.add(String.format(Locale.ROOT, "%.4f", probabilities[digit]));
    }
    return "{\"digit\": " + best + ", \"probabilities\": " + list + "}";
  }

  /** The messages are this program's own: none needs an escape. */
  private static String error(String message) {
    return "{\"error\": \"" + message + "\"}";
  }
}
