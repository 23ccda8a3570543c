package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Signals by which other programs are asked for their state, and which would end this one. */
@ExtendWith(LabRequired.class)
class HabitSignalsIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static Lab lab;

    @BeforeAll
    static void build() {
        lab = Lab.build();
    }

    @AfterAll
    static void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void daemonShouldIgnoreThemWithALineThatNamesStatus() {
        LabHost host = lab.web(1);
        lab.configure(LabConfig.every(Duration.ofMillis(100)));
        host.start();
        host.awaitReady();
        Await.until(SOON, () -> Quotes.state(host).equals("holding"), () -> "it holds:\n" + host.lastLines(20));
        long begun = System.nanoTime();

        for (Signal signal : List.of(Signal.USER_1, Signal.USER_2, Signal.ALARM)) {
            signal.send(host.pid());
            String line = "SIG" + signal.shortName() + " is ignored; alias-defender status shows the state";
            Await.until(SOON, () -> host.lastLines(50).contains(line), () -> line + " in:\n" + host.lastLines(20));
        }

        assertThat(Quotes.state(host)).isEqualTo("holding");
        assertThat(lab.timeline().moves(Lab.ALIAS.address(), begun, System.nanoTime()))
                .isZero();
        assertThat(host.stop(SOON)).isZero();
    }
}
