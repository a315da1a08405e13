package dev.netc.cli;

import dev.netc.training.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The losses of several trainings, over the updates and over the time. */
final class RacePicture {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 440;

  private RacePicture() {}

  /**
   * Draws.
   *
   * @param runs by name
   * @throws IOException if it cannot be written; the message is for the user
   */
  static void draw(Path picture, Map<String, Trial.Outcome> runs) throws IOException {
    Charts.write(
        picture,
        () ->
            List.of(
                chart("update", runs, Trial.Point::update),
                chart("seconds", runs, Trial.Point::seconds)));
  }

  private static XYChart chart(
      String axis, Map<String, Trial.Outcome> runs, ToDoubleFunction<Trial.Point> x) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("training loss")
            .xAxisTitle(axis)
            .build();
    Charts.style(chart.getStyler());
    Charts.listed(chart.getStyler());
    chart.getStyler().setYAxisTitleVisible(false);
    runs.forEach(
        (name, run) -> {
          List<Trial.Point> curve =
              run.curve().stream().filter(p -> Double.isFinite(p.loss())).toList();
          if (!curve.isEmpty()) {
            chart
                .addSeries(
                    name,
                    curve.stream().mapToDouble(x).toArray(),
                    curve.stream().mapToDouble(Trial.Point::loss).toArray())
                .setMarker(SeriesMarkers.NONE);
          }
        });
    return chart;
  }
}
