package @package@;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

final class MainTest {
  @Test
  void aSevenIsSeen() throws IOException {
    var picture = ImageIO.read(MainTest.class.getResource("/seven.png"));
    assertEquals(7, Main.digit(Digits.fromResource().session(), picture));
  }
}
