package io.aliasdefender.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.check.CheckState.Verdict;
import io.aliasdefender.payload.CheckKind;
import io.aliasdefender.payload.CheckKind.Endpoint;
import io.aliasdefender.payload.CheckSpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckStateTest {
    static CheckSpec spec(int fall, int rise) {
        return new CheckSpec(
                "squid",
                new CheckKind.Tcp(new Endpoint("127.0.0.1", 3128)),
                Duration.ofSeconds(1),
                Duration.ofMillis(500),
                fall,
                rise);
    }

    /** Looks: + passed, - failed. Verdicts after each: ? unknown, P passing, F failing. */
    @ParameterizedTest
    @CsvSource({
        "2, 2, +, P",
        "1, 1, -, F",
        "2, 2, --, ?F",
        "3, 2, --+, ??P",
        "3, 2, ---, ??F",
        "2, 2, +-+-+-, PPPPPP",
        "2, 2, +--, PPF",
        "2, 3, --+++, ?FFFP",
        "2, 3, --++-+++, ?FFFFFFP",
        "1, 1, +-+-, PFPF",
    })
    void verdictWhenLooksFollowEachOtherShouldTurnAfterSoMany(int fall, int rise, String looks, String verdicts) {
        CheckState state = CheckState.unknown(0);
        StringBuilder seen = new StringBuilder();
        for (int i = 0; i < looks.length(); i++) {
            state = state.after(
                    looks.charAt(i) == '+' ? Result.passed("fine") : Result.failed("sick"), spec(fall, rise), i);
            seen.append(state.verdict() == Verdict.UNKNOWN ? "?" : state.verdict() == Verdict.PASSING ? "P" : "F");
        }

        assertThat(seen).hasToString(verdicts);
    }

    @Test
    void sentenceWhenALookFindsOtherwiseShouldStayThatOfTheVerdict() {
        CheckState passing = CheckState.unknown(0).after(Result.passed("fine"), spec(2, 2), 1);

        CheckState doubted = passing.after(Result.failed("connection refused"), spec(2, 2), 2);
        CheckState failing = doubted.after(Result.failed("connection refused"), spec(2, 2), 3);

        assertThat(doubted).isEqualTo(new CheckState(Verdict.PASSING, 1, 1, "fine"));
        assertThat(failing).isEqualTo(new CheckState(Verdict.FAILING, 0, 3, "connection refused"));
        assertThat(failing.after(Result.failed("no route"), spec(2, 2), 4))
                .isEqualTo(new CheckState(Verdict.FAILING, 0, 3, "no route"));
    }
}
