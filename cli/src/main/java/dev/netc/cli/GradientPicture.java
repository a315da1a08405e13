package dev.netc.cli;

import dev.netc.training.GradientNorms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The norms of the gradients to the states of loops, by time step, on a logarithmic scale. */
final class GradientPicture {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 400;

  /** What a norm of 0 is drawn as: f32 has nothing smaller. */
  private static final double LEAST = 1e-45;

  private GradientPicture() {}

  /**
   * Draws {@code gradients.png} in a folder.
   *
   * @throws IOException if it cannot be written; the message is for the user
   */
  static Path draw(Path folder, GradientNorms norms) throws IOException {
    Path picture = folder.resolve("gradients.png");
    Charts.write(picture, () -> List.of(chart(norms.byStep())));
    return picture;
  }

  private static XYChart chart(Map<String, double[]> loops) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("gradient of the loss to the state, last epoch")
            .xAxisTitle("time step")
            .build();
    Charts.style(chart.getStyler());
    chart.getStyler().setYAxisLogarithmic(true).setXAxisDecimalPattern("#");
    loops.forEach(
        (name, means) ->
            chart
                .addSeries(
                    name,
                    IntStream.range(0, means.length).asDoubleStream().toArray(),
                    IntStream.range(0, means.length)
                        .mapToDouble(i -> Math.max(means[i], LEAST))
                        .toArray())
                .setMarker(SeriesMarkers.NONE));
    return chart;
  }
}
