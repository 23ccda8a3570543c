package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void quoteWhenLongShouldStayWithinEightyColumnsWithoutColours() {
        new Screen(out, false, true).quote("web1", "word ".repeat(60), Screen.Style.YELLOW);

        assertThat(text().lines()).hasSizeGreaterThan(3).allMatch(line -> line.length() <= Screen.COLUMNS);
        assertThat(text()).doesNotContain("\033");
    }

    @Test
    void linesWhenTheTerminalKnowsNoUnicodeShouldBeAscii() {
        Screen screen = new Screen(out, false, false);
        screen.heading(1, "two · hosts …");
        screen.big(1043, "ms", "silence");
        screen.verdict(true, "done");
        screen.quote("web1", "why", Screen.Style.DIM);

        assertThat(text()).matches("[\\x00-\\x7f]*").contains("1043 ms", "OK done", "two - hosts ...");
    }

    @Test
    void coloursWhenWantedShouldBeThere() {
        new Screen(out, true, true).verdict(false, "broken");

        assertThat(text()).contains("\033[1;31m✗\033[0m broken");
    }

    @Test
    void durationShouldReadAsPeopleSayIt() {
        assertThat(Screen.text(Duration.ofNanos(812_000))).isEqualTo("0.8 ms");
        assertThat(Screen.text(Duration.ofMillis(43))).isEqualTo("43 ms");
        assertThat(Screen.text(Duration.ofMillis(1238))).isEqualTo("1.24 s");
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
