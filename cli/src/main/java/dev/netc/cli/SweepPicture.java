package dev.netc.cli;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Quality over latency and over FLOPs, those that no other beats joined by a line; without scores
 * FLOPs alone.
 */
final class SweepPicture {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 440;
  private static final Color FRONT = new Color(0xb0b0b0);

  private SweepPicture() {}

  /**
   * Draws.
   *
   * @throws IOException if it cannot be written; the message is for the user
   */
  static void draw(Path picture, List<SweepPoint> points) throws IOException {
    SweepPoint first = points.getFirst();
    Charts.write(
        picture,
        () ->
            first.scores().isEmpty()
                ? List.of(chart("MFLOP", "ms", points, p -> p.flops() / 1e6, SweepPoint::latencyMs))
                : List.of(
                    chart(
                        "latency, ms",
                        first.qualityName(),
                        points,
                        SweepPoint::latencyMs,
                        SweepPoint::quality),
                    chart(
                        "MFLOP",
                        first.qualityName(),
                        points,
                        p -> p.flops() / 1e6,
                        SweepPoint::quality)));
  }

  private static XYChart chart(
      String xTitle,
      String yTitle,
      List<SweepPoint> points,
      ToDoubleFunction<SweepPoint> x,
      ToDoubleFunction<SweepPoint> y) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle(xTitle)
            .yAxisTitle(yTitle)
            .build();
    Charts.style(chart.getStyler());
    Charts.listed(chart.getStyler());
    List<SweepPoint> front =
        points.stream()
            .filter(p -> p.isOnFront(points))
            .sorted(Comparator.comparingDouble(x))
            .toList();
    XYSeries line = series(chart, "no other beats", front, x, y);
    line.setMarker(SeriesMarkers.NONE);
    line.setLineColor(FRONT);
    for (SweepPoint point : points) {
      series(chart, point.name(), List.of(point), x, y)
          .setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter)
          .setMarker(SeriesMarkers.CIRCLE);
    }
    return chart;
  }

  private static XYSeries series(
      XYChart chart,
      String name,
      List<SweepPoint> points,
      ToDoubleFunction<SweepPoint> x,
      ToDoubleFunction<SweepPoint> y) {
    return chart.addSeries(
        name, points.stream().mapToDouble(x).toArray(), points.stream().mapToDouble(y).toArray());
  }
}
