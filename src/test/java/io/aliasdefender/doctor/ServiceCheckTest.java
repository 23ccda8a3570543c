package io.aliasdefender.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceCheckTest {
    private static List<String> lines(String... states) {
        JsonArray checks = new JsonArray();
        for (String state : states) {
            checks.add(new JsonObject()
                    .put("name", "squid")
                    .put("kind", "tcp")
                    .put("target", "127.0.0.1:3128")
                    .put("state", state)
                    .put("sentence", "connection refused"));
        }
        DaemonAnswers daemon = new DaemonAnswers(
                Optional.empty(), Optional.of(new JsonObject().put("checks", checks)), Optional.empty());
        return Situation.lines(
                ServiceCheck.examine(new Situation().daemon(daemon).facts()));
    }

    @Test
    void checksWhenAllPassShouldBeWellAndWithoutAnyNothingBeSaid() {
        assertThat(lines("passing", "passing")).singleElement().asString().startsWith("OK all 2 checks pass");
        assertThat(lines()).isEmpty();
    }

    @Test
    void checkWhenItFailsShouldBeAWarningWithWhatWasFound() {
        assertThat(lines("passing", "failing"))
                .singleElement()
                .asString()
                .startsWith("WARNING check squid (tcp 127.0.0.1:3128) fails: connection refused");
    }
}
