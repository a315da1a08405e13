package dev.netc.cli;

import dev.netc.training.metrics.ClassificationMetrics;
import dev.netc.training.metrics.ClassificationReport;
import dev.netc.training.metrics.ConfusionMatrix;
import dev.netc.training.metrics.RankingCurve;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Pictures of a classification: the confusion matrix, ROC and precision-recall curves. */
final class ClassificationPictures {
  private static final int SIZE = 640;
  private static final int MOST_CURVES = 10;
  private static final int MOST_COUNTS = 20;
  private static final Color[] NONE_TO_ALL = {Color.WHITE, new Color(0x6baed6)};
  private static final Color CHANCE = new Color(0xb0b0b0);

  private final ClassificationMetrics metrics;
  private final ClassificationReport report;
  private final List<String> names;

  ClassificationPictures(
      ClassificationMetrics metrics, ClassificationReport report, List<String> names) {
    this.metrics = metrics;
    this.report = report;
    this.names = names;
  }

  /**
   * Writes {@code confusion.png}, {@code roc.png} and {@code pr.png} to a folder.
   *
   * @throws IOException if one cannot be written; the message is for the user
   */
  List<Path> draw(Path folder) throws IOException {
    Path confusion = folder.resolve("confusion.png");
    Path roc = folder.resolve("roc.png");
    Path precisionRecall = folder.resolve("pr.png");
    Charts.write(confusion, () -> List.of(confusion()));
    Charts.write(roc, () -> List.of(roc()));
    Charts.write(precisionRecall, () -> List.of(precisionRecall()));
    return List.of(confusion, roc, precisionRecall);
  }

  /** Counts, from the class of the first row at the top; colour goes by their logarithm. */
  private HeatMapChart confusion() {
    ConfusionMatrix matrix = report.confusion();
    List<Number[]> cells = new ArrayList<>();
    for (int label = 0; label < names.size(); label++) {
      for (int predicted = 0; predicted < names.size(); predicted++) {
        double shade = Math.log1p(matrix.count(label, predicted));
        cells.add(new Number[] {predicted, names.size() - 1 - label, shade});
      }
    }
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(SIZE)
            .height(SIZE)
            .title("confusion matrix")
            .xAxisTitle("predicted")
            .yAxisTitle("actual")
            .build();
    Charts.style(chart.getStyler());
    chart
        .getStyler()
        .setRangeColors(NONE_TO_ALL)
        .setShowValue(names.size() <= MOST_COUNTS)
        .setHeatMapDecimalValueFormatter(shade -> "%.0f".formatted(Math.expm1(shade)))
        .setLegendVisible(false);
    chart.addSeries("counts", names, names.reversed(), cells);
    return chart;
  }

  private XYChart roc() {
    XYChart chart = chart("ROC", "false positive rate", "true positive rate");
    for (int c : shown()) {
      OptionalDouble area = report.classes().get(c).rocAuc();
      if (area.isPresent()) {
        line(chart, label("%s: AUC %.4f", c, area.getAsDouble()), metrics.curve(c).roc());
      }
    }
    XYSeries chance = chart.addSeries("chance", new double[] {0, 1}, new double[] {0, 1});
    chance.setLineColor(CHANCE);
    chance.setLineStyle(new BasicStroke(1, 0, 0, 10, new float[] {4}, 0));
    chance.setMarker(SeriesMarkers.NONE);
    return chart;
  }

  private XYChart precisionRecall() {
    XYChart chart = chart("precision-recall", "recall", "precision");
    for (int c : shown()) {
      OptionalDouble average = report.classes().get(c).averagePrecision();
      if (average.isPresent()) {
        String label = label("%s: AP %.4f", c, average.getAsDouble());
        line(chart, label, metrics.curve(c).precisionRecall());
      }
    }
    return chart;
  }

  /** The classes whose curves are drawn: the second of two, else those that are told worst. */
  private int[] shown() {
    if (names.size() == 2) {
      return new int[] {1};
    }
    return IntStream.range(0, names.size())
        .filter(c -> report.classes().get(c).rocAuc().isPresent())
        .boxed()
        .sorted(Comparator.comparingDouble(c -> report.classes().get(c).rocAuc().getAsDouble()))
        .limit(MOST_CURVES)
        .sorted()
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private String label(String format, int c, double value) {
    return String.format(Locale.ROOT, format, names.get(c), value);
  }

  private XYChart chart(String what, String x, String y) {
    String title =
        names.size() > MOST_CURVES
            ? "%s: the %d lowest areas of %,d classes".formatted(what, MOST_CURVES, names.size())
            : what;
    XYChart chart =
        new XYChartBuilder()
            .width(SIZE)
            .height(SIZE)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    Charts.style(chart.getStyler());
    chart
        .getStyler()
        .setXAxisMin(0.0)
        .setXAxisMax(1.0)
        .setYAxisMin(0.0)
        .setYAxisMax(1.0)
        .setLegendPosition(Styler.LegendPosition.InsideSE)
        .setLegendLayout(Styler.LegendLayout.Vertical);
    return chart;
  }

  private static void line(XYChart chart, String name, List<RankingCurve.Point> points) {
    XYSeries series =
        chart.addSeries(
            name,
            points.stream().mapToDouble(RankingCurve.Point::x).toArray(),
            points.stream().mapToDouble(RankingCurve.Point::y).toArray());
    series.setLineStyle(new BasicStroke(2));
    series.setMarker(SeriesMarkers.NONE);
  }
}
