package http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Many clients at once, each with one picture after the other, for a while. Every answer is
 * compared with that of one thread alone, and the heap is measured ten times on the way.
 */
final class Soak {
  private static final int MEASUREMENTS = 10;
  private static final int MOST_FAULTS = 20;

  private final int clients;
  private final Duration duration;
  private final List<byte[]> pictures = Pictures.all();
  private final List<String> expected = new ArrayList<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();

  /**
   * @param clients that ask at once
   * @param duration for which they do
   */
  Soak(int clients, Duration duration) throws IOException {
    this.clients = clients;
    this.duration = duration;
  }

  /**
   * What came of it.
   *
   * @param faults answers that were wrong, and errors; the first ones
   * @param heap in bytes, in use after a garbage collection, at ten times
   */
  record Outcome(List<String> faults, Latencies latencies, List<Long> heap, Duration duration) {
    /**
     * How much more of the heap is in use at the end than when all was warm, in bytes. Requests
     * allocate between a collection and the reading, so that the lesser of two readings counts.
     */
    long growth() {
      int last = heap.size() - 1;
      return Math.min(heap.get(last), heap.get(last - 1)) - heap.get(heap.size() / 5);
    }

    @Override
    public String toString() {
      double seconds = duration.toMillis() / 1000.0;
      StringBuilder text = new StringBuilder();
      text.append(
          String.format(
              Locale.ROOT,
              "%,d requests in %,.1f s, %,.0f a second; %d faults%n%n",
              latencies.count(),
              seconds,
              latencies.count() / seconds,
              faults.size()));
      text.append(latencies).append(String.format("%n  time       heap in use%n"));
      for (int i = 0; i < heap.size(); i++) {
        double at = seconds * (i + 1) / heap.size();
        text.append(String.format(Locale.ROOT, "  %,6.1f s   %,7.2f MB%n", at, heap.get(i) / 1e6));
      }
      return text.toString();
    }
  }

  Outcome run() throws Exception {
    DigitReader reader = DigitReader.load(Runtime.getRuntime().availableProcessors());
    for (byte[] picture : pictures) {
      expected.add(DigitHandler.json(reader.read(Picture.of(picture))));
    }
    Latencies latencies = new Latencies();
    List<Long> heap = new ArrayList<>();
    long start = System.nanoTime();
    long end = start + duration.toNanos();
    try (Server server = Server.start(0, reader)) {
      URI uri = URI.create("http://localhost:" + server.port() + "/digit");
      List<Thread> threads = new ArrayList<>();
      for (int client = 0; client < clients; client++) {
        int first = client;
        threads.add(Thread.ofPlatform().start(() -> ask(uri, first, end, latencies)));
      }
      for (int i = 1; i <= MEASUREMENTS; i++) {
        TimeUnit.NANOSECONDS.sleep(
            start + duration.toNanos() * i / MEASUREMENTS - System.nanoTime());
        heap.add(heapInUse());
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    return new Outcome(
        List.copyOf(faults), latencies, heap, Duration.ofNanos(System.nanoTime() - start));
  }

  private static long heapInUse() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private void ask(URI uri, int first, long end, Latencies latencies) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = first; System.nanoTime() < end; i++) {
        int which = i % pictures.size();
        HttpRequest request =
            HttpRequest.newBuilder(uri)
                .POST(BodyPublishers.ofByteArray(pictures.get(which)))
                .build();
        long sent = System.nanoTime();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        latencies.add(System.nanoTime() - sent);
        if (!answer.body().equals(expected.get(which))) {
          fault("picture " + which + ": " + answer.body() + ", not " + expected.get(which));
        }
      }
    } catch (IOException | InterruptedException e) {
      fault(e.toString());
    }
  }

  private void fault(String text) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(text);
    }
  }
}
