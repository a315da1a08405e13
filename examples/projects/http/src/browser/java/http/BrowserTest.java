package http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A person draws on the page, with a mouse, in Chromium. */
final class BrowserTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Server server;
  private ChromeDriver browser;

  @BeforeEach
  void openThePage() throws Exception {
    server = Server.start(0, DigitReader.load(2));
    ChromeOptions options = new ChromeOptions();
    options.setBinary(System.getProperty("browser"));
    options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage");
    browser = new ChromeDriver(options);
    browser.get("http://localhost:" + server.port() + "/");
  }

  @AfterEach
  void closeThePage() {
    browser.quit();
    server.close();
  }

  @Test
  void aSevenThenAOne() throws Exception {
    draw(70, 60, 200, 60, 130, 230);
    answers("7");
    Path picture =
        Files.write(Path.of("target/page.png"), browser.getScreenshotAs(OutputType.BYTES));
    assertTrue(Files.size(picture) > 0);
    browser.findElement(By.id("clear")).click();
    assertEquals("", answer().getText());
    draw(140, 50, 140, 230);
    answers("1");
  }

  @Test
  void aFourOfTwoStrokes() {
    draw(90, 50, 75, 150, 200, 150);
    draw(170, 60, 160, 240);
    answers("4");
    assertEquals("4", likeliest());
  }

  @Test
  void aServerThatIsGone() {
    server.close();
    draw(140, 50, 140, 230);
    new WebDriverWait(browser, PATIENCE)
        .until(
            ExpectedConditions.textToBePresentInElementLocated(
                By.id("error"), "the server does not answer"));
    assertEquals("", answer().getText());
  }

  /** A stroke from point to point, x and y from the paper's upper left corner. */
  private void draw(int... points) {
    WebElement paper = browser.findElement(By.id("paper"));
    int centre = paper.getSize().getWidth() / 2;
    Actions hand = new Actions(browser, Duration.ofMillis(50));
    hand.moveToElement(paper, points[0] - centre, points[1] - centre).clickAndHold();
    for (int i = 2; i < points.length; i += 2) {
      hand.moveToElement(paper, points[i] - centre, points[i + 1] - centre);
    }
    hand.release().perform();
  }

  private void answers(String digit) {
    new WebDriverWait(browser, PATIENCE).until(ExpectedConditions.textToBe(By.id("answer"), digit));
  }

  private WebElement answer() {
    return browser.findElement(By.id("answer"));
  }

  /** The digit whose meter is fullest. */
  private Object likeliest() {
    return browser.executeScript(
        "return [...document.querySelectorAll('tr')]"
            + ".sort((a, b) => b.querySelector('meter').value - a.querySelector('meter').value)[0]"
            + ".cells[0].textContent");
  }
}
