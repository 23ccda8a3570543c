package io.aliasdefender.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Cause;
import io.aliasdefender.core.Level;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HookEventTest {
    private static final Set<String> OF_CHECKS = Set.of("check-failing", "unfit");

    private static Event event(String cause, Level level) {
        return new Event(1, Instant.EPOCH, "web1", Optional.empty(), cause, level, "so it is");
    }

    @ParameterizedTest
    @CsvSource({
        "taking-over, INFO, taking",
        "took-over, INFO, took-over",
        "adopted, INFO, took-over",
        "handed-over, INFO, handed-over",
        "released, INFO, released",
        "check-failing, WARNING, failing",
        "isolated, ERROR, isolated",
        "stranger, ERROR, conflict",
        "command-failed, ERROR, error",
        "no-witness, WARNING, warning",
        "answers, INFO, all"
    })
    void eventShouldBeCalledByItsMostParticularName(String cause, Level level, String name) {
        assertThat(HookEvent.of(event(cause, level), EnumSet.allOf(HookEvent.class))
                        .map(Object::toString))
                .contains(name);
    }

    @Test
    void eventShouldBeToldOnlyToThoseWhoWantToHearOfIt() {
        Event isolated = event("isolated", Level.ERROR);

        assertThat(HookEvent.of(isolated, Set.of(HookEvent.ERROR, HookEvent.TOOK_OVER)))
                .contains(HookEvent.ERROR);
        assertThat(HookEvent.of(isolated, Set.of(HookEvent.TOOK_OVER))).isEmpty();
        assertThat(HookEvent.of(event("answers", Level.INFO), Set.of(HookEvent.WARNING)))
                .isEmpty();
    }

    /** Else one that fails at its own failure would run for ever. */
    @Test
    void eventOfAHookShouldBeToldToNone() {
        for (Level level : Level.values()) {
            assertThat(HookEvent.of(event("hook-failed", level), EnumSet.allOf(HookEvent.class)))
                    .isEmpty();
        }
    }

    @Test
    void namesShouldBeThoseOfTheConfiguration() {
        assertThat(HookEvent.names())
                .containsExactly(
                        "taking",
                        "took-over",
                        "handed-over",
                        "released",
                        "failing",
                        "isolated",
                        "conflict",
                        "error",
                        "warning",
                        "all");
        assertThat(HookEvent.named("handed-over")).contains(HookEvent.HANDED_OVER);
        assertThat(HookEvent.named("HANDED_OVER")).isEmpty();
    }

    /** A cause that is renamed must not leave a name that means nothing. */
    @Test
    void causesShouldBeThoseOfTheDecisionsOrOfChecks() {
        List<String> known = Arrays.stream(Cause.values()).map(Cause::toString).toList();
        for (HookEvent name : HookEvent.values()) {
            assertThat(name.causes()).allMatch(cause -> known.contains(cause) || OF_CHECKS.contains(cause));
        }
    }
}
