package io.aliasdefender.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.check.CheckState.Verdict;
import io.aliasdefender.core.fit.Fitness;
import io.aliasdefender.core.told.Known;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FitTest {
    private static final CheckState PASSING = new CheckState(Verdict.PASSING, 0, 0, "fine");
    private static final CheckState UNKNOWN = CheckState.unknown(0);

    private static CheckState failing(String sentence) {
        return new CheckState(Verdict.FAILING, 0, 0, sentence);
    }

    private static Fitness of(Object... namesAndStates) {
        Map<String, CheckState> states = new LinkedHashMap<>();
        for (int i = 0; i < namesAndStates.length; i += 2) {
            states.put((String) namesAndStates[i], (CheckState) namesAndStates[i + 1]);
        }
        return Fit.of(states);
    }

    @Test
    void hostWhenAllChecksPassShouldBeFit() {
        assertThat(of("a", PASSING, "b", PASSING)).isEqualTo(Fitness.FIT);
        assertThat(of()).isEqualTo(Fitness.FIT);
    }

    @Test
    void hostWhenOneCheckFailsShouldNotBeFitWhateverTheOthersAre() {
        assertThat(of("squid", failing("connection refused"), "b", UNKNOWN, "c", PASSING))
                .isEqualTo(new Fitness(Known.NO, "squid fails: connection refused"));
    }

    @Test
    void hostWhenACheckHasNoResultShouldNotBeKnown() {
        assertThat(of("a", PASSING, "b", UNKNOWN)).isEqualTo(new Fitness(Known.UNKNOWN, "b has no result yet"));
        assertThat(of("a", UNKNOWN, "b", UNKNOWN)).isEqualTo(new Fitness(Known.UNKNOWN, "a, b have no result yet"));
    }

    @Test
    void sentenceWhenManyChecksFailShouldNameThree() {
        assertThat(of("a", failing("1"), "b", failing("2"), "c", failing("3"), "d", failing("4"), "e", failing("5"))
                        .why())
                .isEqualTo("a fails: 1; b fails: 2; c fails: 3 and 2 more");
    }
}
