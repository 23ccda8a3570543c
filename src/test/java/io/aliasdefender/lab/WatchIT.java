package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who looks at a real daemon on a terminal or by a program. */
class WatchIT extends WebPair {
    private static final String ESCAPE = "\u001b[";

    @Test
    void watchersShouldMissNothingAndSeeNothingTwiceOverAKillOfTheDaemon() throws Exception {
        start(web1);
        awaitHolder(web1);
        try (Running json = Running.program(web1, "watch", "--json", "--since", 0, "--state", web1.state());
                Running jsonFromNow = Running.program(web1, "watch", "--json", "--state", web1.state());
                Running overTls = Running.program(
                        web1, "watch", "--url", "https://192.0.2.11:8600", "--ca", authority.certificate())) {
            json.await(line -> line.contains("took-over"));
            overTls.await(line -> line.contains("-- web1, defending for"));
            awaitReaders(3);

            web1.kill();
            overTls.await(line -> line.contains("-- lost: "));
            start(web1);
            awaitHolder(web1);
            awaitReaders(3);
            order("remove");
            order("add");
            awaitHolder(web1);

            List<Object> kept = each(get(web1, "/api/events").getJsonArray("events"), "id");
            long last = ((Number) kept.get(kept.size() - 1)).longValue();
            json.await(line -> line.contains("\"id\":" + last + ","));
            jsonFromNow.await(line -> line.contains("\"id\":" + last + ","));
            overTls.await(line -> line.contains("and an operator wants it here; taking over"));
            // More may be told at any moment: what the late one has by now, the other has, too, or is about to.
            List<Long> late = ids(jsonFromNow);
            long newest = late.get(late.size() - 1);
            json.await(line -> line.contains("\"id\":" + newest + ","));
            List<Long> seen = ids(json).stream().filter(id -> id <= newest).toList();
            assertThat(seen).isSorted().doesNotHaveDuplicates();
            assertThat(seen)
                    .containsAll(
                            kept.stream().map(id -> ((Number) id).longValue()).toList());
            // The one that began in between has all since it began.
            assertThat(late).isSorted().doesNotHaveDuplicates().isSubsetOf(seen);
            assertThat(seen).endsWith(late.toArray(Long[]::new));
            assertThat(overTls.lines())
                    .allMatch(
                            line -> line.matches(
                                    "-- .*|\\d\\d:\\d\\d:\\d\\d\\.\\d{3} (info   |warning|error  ) (192\\.0\\.2\\.100    |- {14}) [a-z-]{1,16} *\\S.*"));
            assertThat(String.join("", overTls.lines())).doesNotContain(ESCAPE);

            assertThat(json.end(Signal.INTERRUPT)).isZero();
            assertThat(jsonFromNow.end(Signal.TERMINATE)).isZero();
            assertThat(overTls.end(Signal.INTERRUPT)).isZero();
        }
    }

    private static void order(String what) throws Exception {
        assertThat(Door.unix(web1).post("/api/aliases/all/" + what).status()).isEqualTo(200);
    }

    private static void awaitReaders(int wanted) {
        Await.until(wanted + " readers", SOON, () -> readers() == wanted);
    }

    private static long readers() {
        try {
            return Door.unix(web1)
                    .get("/metrics")
                    .text()
                    .lines()
                    .filter(line -> line.startsWith("alias_defender_stream_readers "))
                    .map(line -> (long) Double.parseDouble(line.split(" ")[1]))
                    .findFirst()
                    .orElse(0L);
        } catch (Exception away) {
            return 0;
        }
    }

    /** Of every line, each of which is one event. */
    private static List<Long> ids(Running json) {
        List<Long> ids = new ArrayList<>();
        for (String line : json.lines()) {
            // What is said beside it goes to standard error.
            if (!line.startsWith("lost: ") && !line.startsWith("the part that decides does not answer")) {
                ids.add(new JsonObject(line).getLong("id"));
            }
        }
        return ids;
    }

    @Test
    void terminalShouldHaveColoursAndAPipeNone() throws Exception {
        start(web1);
        awaitHolder(web1);
        try (Running watch = Running.onTerminal(web1, "watch", "--since", 0, "--state", web1.state());
                Running status = Running.onTerminal(web1, "status", "--state", web1.state());
                Running piped = Running.program(web1, "status", "--state", web1.state());
                Running other = Running.program(web1, "watch", "--alias", "192.0.2.77", "--state", web1.state())) {
            watch.await(line -> line.startsWith(ESCAPE + "1m") && line.contains("took-over"));
            watch.await(line -> line.startsWith(ESCAPE + "32m-- 192.0.2.100/24 on eth0:1  held by web1"));
            status.await(line -> line.contains("192.0.2.100/24 on eth0:1") && line.contains(ESCAPE));
            piped.await(line -> line.startsWith("192.0.2.100/24 on eth0:1  holding for"));
            assertThat(String.join("", piped.lines())).doesNotContain(ESCAPE);
            // Of another alias there is nothing to tell.
            other.await(line -> line.startsWith("-- web1, defending for"));
            order("remove");
            watch.await(line -> line.contains("standing-aside") || line.contains("operator"));
            assertThat(new LinkedHashSet<>(other.lines())).allMatch(line -> line.startsWith("-- "));
        }
    }
}
