package dev.netc.cli;

import dev.netc.training.metrics.ClassificationMetrics;
import dev.netc.training.metrics.ClassificationReport;
import dev.netc.training.metrics.ClassificationReport.Measures;
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
import java.util.function.Function;
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
  private static final int TICKS = 20;
  private static final int SHADES = 256;
  private static final Color NONE = Color.WHITE;
  private static final Color MOST = new Color(0x6baed6);
  private static final Color CHANCE = new Color(0xb0b0b0);

  /** One for each of the curves. */
  private static final Color[] LINES =
      IntStream.of(
              0x1f77b4, 0xd95f02, 0x2ca02c, 0xd62728, 0x9467bd, 0x8c564b, 0xe377c2, 0x7f7f7f,
              0xbcbd22, 0x17becf)
          .mapToObj(Color::new)
          .toArray(Color[]::new);

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

  /** Counts; the first class is at the top and on the left. */
  private HeatMapChart confusion() {
    ConfusionMatrix matrix = report.confusion();
    List<Number[]> cells = new ArrayList<>();
    long most = 0;
    for (int label = 0; label < names.size(); label++) {
      for (int predicted = 0; predicted < names.size(); predicted++) {
        long count = matrix.count(label, predicted);
        cells.add(new Number[] {predicted, names.size() - 1 - label, count});
        most = Math.max(most, count);
      }
    }
    int size = Math.max(SIZE, 2 * names.size());
    HeatMapChart chart =
        new HeatMapChartBuilder()
            .width(size)
            .height(size)
            .title("confusion matrix")
            .xAxisTitle("predicted")
            .yAxisTitle("actual")
            .build();
    Charts.style(chart.getStyler());
    chart
        .getStyler()
        .setRangeColors(shades(most))
        .setMin(0)
        .setMax((double) most)
        .setShowValue(names.size() <= MOST_COUNTS)
        .setValueFont(chart.getStyler().getAxisTickLabelsFont())
        .setLegendVisible(false)
        .setPlotContentSize(1);
    chart.getStyler().setXAxisTickMarkSpacingHint(TICKS).setYAxisTickMarkSpacingHint(TICKS);
    boolean crowded = names.size() > MOST_COUNTS || names.stream().anyMatch(n -> n.length() > 5);
    chart.getStyler().setXAxisLabelRotation(crowded ? 90 : 0);
    chart.addSeries("counts", names, names.reversed(), cells);
    return chart;
  }

  /** Colours that go by the logarithm of a count, so that a few mistakes among many are seen. */
  private static Color[] shades(long most) {
    Color[] shades = new Color[SHADES];
    for (int i = 0; i < SHADES; i++) {
      double part = Math.log1p((double) most * i / (SHADES - 1)) / Math.log1p((double) most);
      shades[i] =
          new Color(
              between(NONE.getRed(), MOST.getRed(), part),
              between(NONE.getGreen(), MOST.getGreen(), part),
              between(NONE.getBlue(), MOST.getBlue(), part));
    }
    return shades;
  }

  private static int between(int low, int high, double part) {
    return (int) Math.round(low + part * (high - low));
  }

  private XYChart roc() {
    XYChart chart = chart("ROC", "false positive rate", "true positive rate");
    curves(chart, "AUC", Measures::rocAuc, RankingCurve::roc);
    XYSeries chance = chart.addSeries("chance", new double[] {0, 1}, new double[] {0, 1});
    chance.setLineColor(CHANCE);
    chance.setLineStyle(
        new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {4}, 0));
    chance.setMarker(SeriesMarkers.NONE);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideSE);
    return chart;
  }

  private XYChart precisionRecall() {
    XYChart chart = chart("precision and recall", "recall", "precision");
    curves(chart, "AP", Measures::averagePrecision, RankingCurve::precisionRecall);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideSW);
    return chart;
  }

  /** Draws the curves of the second of two classes, or of those that have the lowest areas. */
  private void curves(
      XYChart chart,
      String area,
      Function<Measures, OptionalDouble> areaOf,
      Function<RankingCurve, List<RankingCurve.Point>> pointsOf) {
    List<OptionalDouble> areas = report.classes().stream().map(areaOf).toList();
    List<Integer> defined =
        IntStream.range(names.size() == 2 ? 1 : 0, names.size())
            .filter(c -> areas.get(c).isPresent())
            .boxed()
            .toList();
    if (defined.size() > MOST_CURVES) {
      chart.setTitle(
          "%s: the %d lowest %s of %,d classes"
              .formatted(chart.getTitle(), MOST_CURVES, area, names.size()));
    }
    defined.stream()
        .sorted(Comparator.comparingDouble(c -> areas.get(c).orElseThrow()))
        .limit(MOST_CURVES)
        .sorted()
        .forEach(
            c -> {
              double value = areas.get(c).orElseThrow();
              String name = String.format(Locale.ROOT, "%s: %s %.4f", names.get(c), area, value);
              line(chart, name, pointsOf.apply(metrics.curve(c)));
            });
  }

  private static XYChart chart(String title, String x, String y) {
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
        .setLegendLayout(Styler.LegendLayout.Vertical)
        .setSeriesColors(LINES);
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
