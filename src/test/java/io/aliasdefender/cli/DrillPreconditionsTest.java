package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrillPreconditionsTest {
    private static final String STATUS = """
            {"node": "web1", "at": "2026-01-02T03:04:05.678Z", "maintenance": null,
             "configuration": {"file": "a.yaml", "accepted": true},
             "aliases": [{"address": "192.0.2.100", "view": "held", "cause": "took-over", "reason": "why", "filtered_ms": null}],
             "hosts": [{"name": "web2", "address": "192.0.2.12", "state": "answering"}],
             "link": {"state": "on", "why": null, "nodes": [
               {"node": "web2", "paths": [{"to": "192.0.2.12", "way": "both"}, {"to": "198.51.100.12", "way": "never"}],
                "word": {"maintenance": false, "differs": []}}]}}""";

    private static List<String> troubles(String status, String events) {
        return DrillPreconditions.troubles(new JsonObject(status), new JsonArray(events));
    }

    private static String event(String cause, String at) {
        return "[{\"cause\": \"" + cause + "\", \"at\": \"2026-01-02T" + at + "Z\", \"alias\": \"192.0.2.100\"}]";
    }

    @Test
    void wellnessWhenAllIsWellShouldFindNothing() {
        assertThat(troubles(STATUS, event("took-over", "03:04:00"))).isEmpty();
        assertThat(troubles(STATUS, event("conflict", "02:54:00"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            "maintenance": null            | "maintenance": {"reason": "x"}  | this host is in maintenance
            "accepted": true               | "accepted": false               | a.yaml is wrong, and what ran before still runs
            "view": "held"                 | "view": "unknown"               | nobody is known to have 192.0.2.100: why
            "view": "held"                 | "view": "silent"                | nobody is known to have 192.0.2.100: why
            "cause": "took-over"           | "cause": "unheard"              | why
            "cause": "took-over"           | "cause": "conflict"             | why
            "filtered_ms": null            | "filtered_ms": 5                | the network drops the frames of 192.0.2.100 that come from this host
            "answering"                    | "silent"                        | web2 (192.0.2.12) is silent
            "answering"                    | "unknown"                       | web2 (192.0.2.12) is not known to answer
            "state": "on", "why": null     | "state": "off", "why": "no key" | the nodes are not linked: no key
            "way": "both"                  | "way": "one-way"                | web2 is not heard over the node link
            "way": "never"                 | "way": "none"                   | not every path of the node link to web2 works both ways: 198.51.100.12 (none)
            {"maintenance": false          | {"maintenance": true            | web2 is in maintenance
            "differs": []                  | "differs": ["grace"]            | web2 is configured differently: grace
            """)
    void wellnessWhenOneThingIsNotWellShouldNameIt(String well, String ill, String sentence) {
        assertThat(STATUS).contains(well);
        assertThat(troubles(STATUS.replace(well, ill), "[]")).containsExactly(sentence);
    }

    @Test
    void wellnessWhenAConflictIsRecentShouldNameIt() {
        assertThat(troubles(STATUS, event("conflict", "02:54:10")))
                .containsExactly("there was a conflict about 192.0.2.100 in the last 10 minutes");
    }
}
