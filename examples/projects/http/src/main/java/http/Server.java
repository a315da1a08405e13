package http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Reads digits over HTTP: {@code /} is a page to draw on, {@code POST /digit} takes a picture. */
public final class Server implements AutoCloseable {
  private static final int USUAL_PORT = 8080;

  private final HttpServer server;
  private final ExecutorService threads;

  private Server(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  public static void main(String[] arguments) throws IOException {
    int port = arguments.length == 0 ? USUAL_PORT : Integer.parseInt(arguments[0]);
    Server server = start(port, DigitReader.load(Runtime.getRuntime().availableProcessors()));
    System.out.println("http://localhost:" + server.port() + "/ reads digits; Ctrl-C ends it");
  }

  /**
   * Starts to answer.
   *
   * @param port on this machine alone; 0 for one that is free
   */
  static Server start(int port, DigitReader reader) throws IOException {
    // without it, an answer waits up to 40 ms for the client to confirm the head before it
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server = HttpServer.create(new InetSocketAddress("localhost", port), 0);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/", Server::page);
    server.createContext("/digit", new DigitHandler(reader));
    server.start();
    return new Server(server, threads);
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void page(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestURI().getPath().equals("/")) {
      Answers.send(exchange, 404, "text/plain", "there is / and /digit");
    } else if (!exchange.getRequestMethod().equals("GET")) {
      Answers.send(exchange, 405, "text/plain", "GET it");
    } else {
      try (InputStream page = Server.class.getResourceAsStream("index.html")) {
        Answers.send(exchange, 200, "text/html; charset=utf-8", page.readAllBytes());
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }
}
