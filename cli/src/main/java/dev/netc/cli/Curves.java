package dev.netc.cli;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A picture of a history: loss and each metric over the epochs, in training and in the test. */
final class Curves {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 400;
  private static final int MARKED_EPOCHS = 40;
  private static final Color TRAIN = new Color(0x1f77b4);
  private static final Color TEST = new Color(0xd95f02);

  /** A column of the history. */
  private record Column(String name, List<Double> values) {}

  private Curves() {}

  /**
   * Draws {@code history.csv} of a folder to {@code curves.png} there.
   *
   * @return the picture
   * @throws IOException if one cannot be read or the other not be written; the message is for the
   *     user
   */
  static Path draw(Path folder) throws IOException {
    Path picture = folder.resolve("curves.png");
    Charts.write(picture, () -> charts(read(folder.resolve("history.csv"))));
    return picture;
  }

  private static List<Column> read(Path history) throws IOException {
    List<Column> columns = new ArrayList<>();
    for (String line : Files.readAllLines(history)) {
      String[] cells = line.split(",", -1);
      if (columns.isEmpty()) {
        for (String name : cells) {
          columns.add(new Column(name, new ArrayList<>()));
        }
      } else {
        for (int i = 0; i < columns.size(); i++) {
          columns.get(i).values().add(Double.valueOf(cells[i]));
        }
      }
    }
    return columns;
  }

  private static List<XYChart> charts(List<Column> columns) {
    List<Double> epochs = columns.getFirst().values();
    List<XYChart> charts = new ArrayList<>();
    for (Column test : columns) {
      if (test.name().startsWith("test_")) {
        String name = test.name().substring("test_".length());
        XYChart chart = chart(name);
        for (Column train : columns) {
          if (train.name().equals("train_" + name)) {
            line(chart, "training", epochs, train.values(), TRAIN);
          }
        }
        line(chart, "test", epochs, test.values(), TEST);
        charts.add(chart);
      }
    }
    return charts;
  }

  private static XYChart chart(String name) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(name.replace('_', ' '))
            .xAxisTitle("epoch")
            .build();
    Charts.style(chart.getStyler());
    chart
        .getStyler()
        .setXAxisDecimalPattern("#")
        .setXAxisMaxLabelCount(10)
        .setYAxisTitleVisible(false);
    return chart;
  }

  private static void line(
      XYChart chart, String name, List<Double> epochs, List<Double> values, Color color) {
    List<Double> finite = values.stream().map(v -> Double.isFinite(v) ? v : Double.NaN).toList();
    XYSeries series = chart.addSeries(name, epochs, finite);
    series.setLineColor(color);
    series.setLineStyle(new BasicStroke(2));
    series.setMarkerColor(color);
    series.setMarker(epochs.size() <= MARKED_EPOCHS ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
  }
}
