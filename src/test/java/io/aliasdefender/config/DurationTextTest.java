package io.aliasdefender.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {
    private static final Duration LEAST = Duration.ofMillis(10);
    private static final Duration MOST = Duration.ofHours(1);

    @ParameterizedTest
    @CsvSource({
        "10ms, 10",
        "1500ms, 1500",
        "1s, 1000",
        "90s, 90000",
        "5m, 300000",
        "1h, 3600000",
        "60m, 3600000",
        "3600000ms, 3600000"
    })
    void durationWhenNumberAndUnitShouldBeRead(String text, long millis) {
        assertThat(DurationText.parse(text, LEAST, MOST)).isEqualTo(Verdict.right(Duration.ofMillis(millis)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9ms|9ms is too short|write 10ms to 1h",
                "0s|0s is too short|write 10ms to 1h",
                "61m|61m is too long|write 10ms to 1h",
                "999999999h|999999999h is too long|write 10ms to 1h",
                "9999999999h|\"9999999999h\" is not a duration|write a whole number and ms, s, m or h, such as 1s or 1500ms",
                "''|\"\" is not a duration|write a whole number and ms, s, m or h, such as 1s or 1500ms",
                "s|\"s\" is not a duration|write a whole number and ms, s, m or h, such as 1s or 1500ms",
                "1|\"1\" has no unit|write 1s if seconds are meant",
                "1S|\"1S\" is not written as durations are here|write 1s",
                "1sec|\"1sec\" is not written as durations are here|write 1s",
                "2 minutes|\"2 minutes\" is not written as durations are here|write 2m",
                "0.5s|\"0.5s\" is not written as durations are here|write 500ms",
                "0.5ms|\"0.5ms\" is not written as durations are here|write a whole number and ms, s, m or h, such as 1s or 1500ms",
                "100us|\"us\" is not a unit of ours|write a whole number and ms, s, m or h, such as 1s or 1500ms",
                "1d|\"d\" is not a unit of ours|write a whole number and ms, s, m or h, such as 1s or 1500ms",
                "-1s|\"-1s\" is negative|write a whole number and ms, s, m or h, such as 1s or 1500ms",
                "1m30s|\"1m30s\" is not a duration|write a whole number and ms, s, m or h, such as 1s or 1500ms",
                "PT1S|\"PT1S\" is not a duration|write a whole number and ms, s, m or h, such as 1s or 1500ms",
                "010ms|\"010ms\" is not written as durations are here|write 10ms"
            })
    void durationWhenWrongShouldSayWhatToWrite(String text, String what, String remedy) {
        assertThat(DurationText.parse(text, LEAST, MOST)).isEqualTo(Verdict.wrong(what, remedy));
    }

    @ParameterizedTest
    @CsvSource({"0, 0s", "1000000, 1ms", "2600000, 2.6ms", "1500000000, 1500ms", "90000000000, 90s", "3600000000000, 1h"
    })
    void durationWhenToldShouldHaveItsLargestWholeUnit(long nanos, String text) {
        assertThat(DurationText.format(Duration.ofNanos(nanos))).isEqualTo(text);
    }
}
