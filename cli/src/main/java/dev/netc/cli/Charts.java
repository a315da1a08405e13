package dev.netc.cli;

import dev.netc.training.WholeFile;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.internal.chartpart.IChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

/** How all charts look, and how they become a file. */
final class Charts {
  private static final Color GRID = new Color(0xe5e5e5);

  private Charts() {}

  static void style(AxesChartStyler styler) {
    styler
        .setPlotGridLinesColor(GRID)
        .setChartBackgroundColor(Color.WHITE)
        .setPlotBorderVisible(false)
        .setChartTitleBoxVisible(false)
        .setLegendBorderColor(Color.WHITE)
        .setLegendPosition(Styler.LegendPosition.OutsideS)
        .setLegendLayout(Styler.LegendLayout.Horizontal);
  }

  /** For many series with long names: these below each other, numbers without noise. */
  static void listed(AxesChartStyler styler) {
    styler
        .setLegendPosition(Styler.LegendPosition.OutsideE)
        .setLegendLayout(Styler.LegendLayout.Vertical);
    styler.setXAxisDecimalPattern("#,##0.####").setYAxisDecimalPattern("#,##0.####");
  }

  /**
   * Writes charts side by side as a picture, in a folder that is made if there is none.
   *
   * @param charts draws them
   * @throws IOException if that fails; the message is for the user
   */
  static void write(Path picture, Callable<List<? extends IChart>> charts) throws IOException {
    try {
      Files.createDirectories(picture.toAbsolutePath().resolveSibling(""));
      List<? extends IChart> drawn = charts.call();
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      BitmapEncoder.saveBitmap(drawn, 1, drawn.size(), png, BitmapFormat.PNG);
      WholeFile.write(picture, png.toByteArray());
    } catch (Exception | LinkageError | InternalError e) {
      // a Java without fonts fails in AWT with errors of all kinds
      throw new IOException(picture + " cannot be written: " + e.getMessage(), e);
    }
  }
}
