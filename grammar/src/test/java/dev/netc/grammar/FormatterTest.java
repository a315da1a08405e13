package dev.netc.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What formatted text looks like. */
final class FormatterTest {
  @Test
  void spacesAndIndentationAreMadeAnew() {
    becomes(
        """
        import"blocks.net"
        network A(x:f32[N,4],n:int=2)->(y:f32[N,2]){
        for i in range( n ){
        x=x|>linear( 4,bias=false )|>relu
        \t}
          y = - x [ 0 , 1 : 3 ] ^ T*( 2 ** 3-x . shape )
        }
        """,
        """
        import "blocks.net"
        network A(x: f32[N, 4], n: int = 2) -> (y: f32[N, 2]) {
            for i in range(n) {
                x = x |> linear(4, bias = false) |> relu
            }
            y = -x[0, 1:3]^T * (2 ** 3 - x.shape)
        }
        """);
  }

  @Test
  void everyStatementHasItsLineButABodyOfOneMayStayInOne() {
    becomes(
        """
        block f(x: tensor) { a = x b = a a + b }
        block g(x: tensor) { if last { x } else { relu(x) } }
        block h(x: tensor) {
            y = x }
        block e() {
        }
        """,
        """
        block f(x: tensor) {
            a = x
            b = a
            a + b
        }
        block g(x: tensor) { if last { x } else { relu(x) } }
        block h(x: tensor) {
            y = x
        }
        block e() {}
        """);
  }

  @Test
  void commentsAndAtMostOneBlankLineStay() {
    becomes(
        """


        // first


        /// Doc.
        block f(x: tensor) { // why

          // before a
          a = x   // a
          /* b */ b = a /* not c */


          // last

        }
        // end
        """,
        """
        // first

        /// Doc.
        block f(x: tensor) { // why
            // before a
            a = x // a
            /* b */ b = a /* not c */

            // last
        }
        // end
        """);
  }

  @Test
  void pipesBeginLinesAndKeepTheirAlignment() {
    becomes(
        """
        network A(x: f32[N, 1, 28, 28]) -> (y: f32[N, 10]) {
          y = x |>
              conv2d(6, kernel = 5) |> relu
              |> conv2d(16, kernel = 5)   |> relu
              |> conv2d(120, kernel = 3, padding = 1) |> relu
            |> flatten
        }
        """,
        """
        network A(x: f32[N, 1, 28, 28]) -> (y: f32[N, 10]) {
            y = x
                |> conv2d(6, kernel = 5)                |> relu
                |> conv2d(16, kernel = 5)               |> relu
                |> conv2d(120, kernel = 3, padding = 1) |> relu
                |> flatten
        }
        """);
  }

  @Test
  void elseStandsBelowItsIfOrBehindTheBrace() {
    becomes(
        """
        block f(x: tensor) {
            skip = if stride == 1 and C == out { x }
              else { x |> avg_pool2d(stride) }
            if bias {
                x
            }
            else { y }
        }
        """,
        """
        block f(x: tensor) {
            skip = if stride == 1 and C == out { x }
                   else { x |> avg_pool2d(stride) }
            if bias {
                x
            } else { y }
        }
        """);
  }

  @Test
  void trainingItemsAreAlignedAndAssignmentsWhereTheUserBegan() {
    becomes(
        """
        training A(label: i32[N]) {
         loss cross_entropy(y, label)
         classify y,label , names=["a","b"]
         optimizer sgd(rate = 0.1)
         group "*.bias" weight_decay = 0.0
        }
        optimizer o(rate: f32) {
            state m = zeros_like(param)
            update  = m
            m = gradient
            x = 1

            longer = 2
        }
        block p(x: tensor) {
            param w_x: f32[4, 4]  = zero()
            param b:   f32[4] = zero()
        }
        """,
        """
        training A(label: i32[N]) {
            loss      cross_entropy(y, label)
            classify  y, label, names = ["a", "b"]
            optimizer sgd(rate = 0.1)
            group     "*.bias" weight_decay = 0.0
        }
        optimizer o(rate: f32) {
            state m = zeros_like(param)
            update = m
            m      = gradient
            x      = 1

            longer = 2
        }
        block p(x: tensor) {
            param w_x: f32[4, 4] = zero()
            param b:   f32[4]    = zero()
        }
        """);
  }

  @Test
  void longLinesAreBroken() {
    String formatted =
        format(
            """
            block long(input: f32[N, C, H, W], out: int, kernel: int, stride: int = 1, padding: int = 0, dilation: int = 1, groups: int = 1, bias: bool = true) -> f32[N, out, OH, OW] {
                y = input |> conv2d(out, kernel = kernel, stride = stride) |> batch_norm |> relu |> conv2d(out, kernel = 3) |> batch_norm
                convolution(y, weight, stride = stride, padding = padding, dilation = dilation, groups = groups, order = "channels_first")
            }
            """);
    assertThat(formatted)
        .isEqualTo(
            """
            block long(
                input: f32[N, C, H, W], out: int, kernel: int, stride: int = 1, padding: int = 0, dilation: int = 1,
                groups: int = 1, bias: bool = true
            ) -> f32[N, out, OH, OW] {
                y = input
                    |> conv2d(out, kernel = kernel, stride = stride)
                    |> batch_norm
                    |> relu
                    |> conv2d(out, kernel = 3)
                    |> batch_norm
                convolution(
                    y, weight, stride = stride, padding = padding, dilation = dilation, groups = groups, order = "channels_first"
                )
            }
            """);
    assertThat(format(formatted)).isEqualTo(formatted);
  }

  @Test
  void lineEndsThatSeparateStatementsStay() {
    becomes(
        """
        block f(x: tensor) {
            g
            (a, b) = split(x, 2)
            y = a
            -b
            [y,
              a
            ]
        }
        """,
        """
        block f(x: tensor) {
            g
            (a, b) = split(x, 2)
            y = a
            -b
            [y,
                a
            ]
        }
        """);
  }

  @Test
  void otherLineEndsBecomeLineFeeds() {
    assertThat(format("block f(x: tensor) {\r\n  /* a\r\n b */\r\n  x\r\n}\r\n"))
        .isEqualTo("block f(x: tensor) {\n    /* a\n b */\n    x\n}\n");
    assertThat(format("block f(x: tensor) {\r  y = x // c\r  -y\r}"))
        .isEqualTo("block f(x: tensor) {\n    y = x // c\n    -y\n}\n");
    assertThat(format("\uFEFF")).isEmpty();
  }

  @Test
  void mistakesAreReported() {
    Formatter.Result result = Formatter.format(new SourceFile("a.net", "network {"));
    assertThat(result.text()).isEmpty();
    assertThat(result.diagnostics()).hasSize(1);
  }

  @Test
  void whatNestsWithoutBracketsIsReportedWhenItIsTooDeep() {
    for (String nest : new String[] {"-", "not ", "x ** ", "if a { x } else "}) {
      SourceFile source =
          new SourceFile("a.net", "block f(x: tensor) { " + nest.repeat(50_000) + "{ x } }");
      assertThat(Formatter.format(source).diagnostics())
          .singleElement()
          .satisfies(d -> assertThat(d.message()).isEqualTo("nested too deeply"));
    }
  }

  private static void becomes(String text, String expected) {
    assertThat(format(text)).isEqualTo(expected);
    assertThat(format(expected)).isEqualTo(expected);
  }

  private static String format(String text) {
    Formatter.Result result = Formatter.format(new SourceFile("test.net", text));
    assertThat(result.diagnostics()).isEmpty();
    return result.text().orElseThrow();
  }
}
