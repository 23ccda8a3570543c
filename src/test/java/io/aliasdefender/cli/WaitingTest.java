package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WaitingTest {
    private final CountDownLatch shown = new CountDownLatch(1);
    private final StringWriter text = new StringWriter();
    private final PrintWriter out = new PrintWriter(text) {
        @Override
        public void flush() {
            super.flush();
            shown.countDown();
        }
    };

    @Test
    void lineShouldComeWhileSomebodyWaitsAndGoAfterwards() throws Exception {
        String result = Waiting.during(out, true, "asking", Duration.ofMillis(1), () -> {
            shown.await();
            return "done";
        });

        assertThat(result).isEqualTo("done");
        assertThat(text.toString()).startsWith("\r\u001b[Kasking (0 s)").endsWith("\r\u001b[K");
    }

    @Test
    void workWhenItIsQuickShouldShowNothing() {
        assertThat(Waiting.<Integer, RuntimeException>during(out, true, "asking", () -> 1))
                .isEqualTo(1);
        assertThat(text.toString()).isEmpty();
    }

    @Test
    void lineShouldNotComeWhereThereIsNoTerminal() {
        assertThat(Waiting.<Integer, RuntimeException>during(out, false, "asking", Duration.ofMillis(1), () -> 1))
                .isEqualTo(1);
        assertThat(text.toString()).isEmpty();
    }
}
