package io.aliasdefender.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.ChangedState;
import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Filtering;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.ReachResult;
import io.aliasdefender.core.probe.ReachResult.Answers;
import io.aliasdefender.core.probe.ReachResult.Pair;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A network that drops the frames of the alias, and mistakes about it that the courses must find. */
@Tag("simulator")
class FilterCourseTest {
    private static final long COURSES = Long.getLong("sim.filters", 60);
    /** A mistake is found by one of so many. */
    private static final long MOST = 60;

    @Test
    void rulesShouldHoldInEveryCourse() {
        LongStream.rangeClosed(1, COURSES)
                .parallel()
                .forEach(course -> assertThatCode(() -> FilterCourse.live(course, Variant.REAL))
                        .as(() -> Story.end(FilterCourse.tell(course, Variant.REAL)))
                        .doesNotThrowAnyException());
    }

    private static void shouldBeFound(Variant mutation, String words) {
        assertThat(LongStream.rangeClosed(1, MOST)
                        .parallel()
                        .anyMatch(seed -> wrong(seed, mutation).matches(".*(" + words + ").*")))
                .as("one of %d courses says '%s'", MOST, words)
                .isTrue();
    }

    private static String wrong(long seed, Variant variant) {
        try {
            FilterCourse.live(seed, variant);
            return "";
        } catch (FilterCourse.Wrong | Broken wrong) {
            return wrong.getMessage();
        }
    }

    @Test
    void aHolderThatTakesNoAnswerForNothingKnownShouldBeFound() {
        shouldBeFound(
                CoreMutations.onInput(input -> onPairs(input, pair -> new Pair(pair.asked(), 0, pair.alias()))),
                "does not say that its frames are dropped");
    }

    @Test
    void aHolderThatTakesLossForAFilterShouldBeFound() {
        // Half of the answers to the own address, and none to the alias, because it is asked once only.
        shouldBeFound(
                CoreMutations.onInput(input -> onPairs(
                        input, pair -> new Pair(pair.asked(), pair.asked(), pair.alias() > 3 ? pair.alias() : 0))),
                "and they are not");
    }

    @Test
    void hostsThatOfferThemselvesAgainAtOnceShouldBeFound() {
        shouldBeFound(
                CoreMutations.core((state, input, spec, evidence, now) -> {
                    Decision decision = Variant.REAL.decide(state, input, spec, evidence, now);
                    return new Decision(
                            withoutBackoff(decision.next()), decision.actions(), decision.said(), decision.wakeAt());
                }),
                "moved|no-storm");
    }

    private static AliasState withoutBackoff(AliasState state) {
        return ChangedState.of(state)
                .filtering(new Filtering(state.filtering().since(), 0, Optional.empty()))
                .state();
    }

    private static Input onPairs(Input input, UnaryOperator<Pair> change) {
        if (!(input instanceof Input.ReachChecked checked)) {
            return input;
        }
        ReachResult result = checked.result();
        Map<IpAddress, Answers> hosts = new HashMap<>();
        result.hosts()
                .forEach((host, answers) ->
                        hosts.put(host, new Answers(change.apply(answers.echo()), change.apply(answers.neighbour()))));
        return new Input.ReachChecked(new ReachResult(result.id(), result.address(), result.linkName(), hosts));
    }
}
