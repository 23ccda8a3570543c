package io.aliasdefender.web;

import static io.aliasdefender.web.Served.ALIAS;
import static io.aliasdefender.web.Served.event;
import static io.aliasdefender.web.Served.eventAt;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.Cause;
import io.aliasdefender.core.Level;
import io.aliasdefender.core.Reason;
import io.aliasdefender.payload.NodeStatus;
import io.aliasdefender.payload.NodeStatus.AliasStatus;
import io.aliasdefender.payload.NodeStatus.View;
import io.aliasdefender.payload.PhaseName;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ReadRoutesTest {
    @TempDir
    private Path folder;

    private Served served;

    @BeforeEach
    void start() {
        served = new Served(folder);
    }

    @AfterEach
    void stop() throws Exception {
        served.close();
    }

    @Test
    void statusShouldBeExactlyThisJson() throws Exception {
        served.history.add(event(41, Optional.empty()));
        served.answering().deploy();

        Served.Answer answer = served.get("/api/status");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.type()).isEqualTo("application/json");
        assertThat(answer.response().getHeader("cache-control")).isEqualTo("no-store");
        JsonObject body = answer.body();
        assertThat(Instant.parse((String) body.remove("at")))
                .isBefore(Instant.now().plusSeconds(1));
        // It grows until the answer is made.
        assertThat(body.getJsonObject("link").getLong("age_ms")).isNotNegative();
        body.getJsonObject("link").remove("age_ms");
        JsonObject lease = body.getJsonObject("lease");
        assertThat(lease.remove("age_ms")).isInstanceOf(Integer.class);
        assertThat((Integer) lease.getJsonArray("leases").getJsonObject(0).remove("left_ms"))
                .isLessThanOrEqualTo(4_000);
        assertThat(body.getJsonArray("checks").getJsonObject(0).getLong("since_ms"))
                .isBetween(12_000L, 100_000L);
        body.getJsonArray("checks").getJsonObject(0).remove("since_ms");
        assertThat(body).isEqualTo(new JsonObject("""
                {"node": "web2", "version": "1.2.3", "uptime_ms": 90000, "fresh_ms": 4000, "event_id": 41,
                 "maintenance": null, "configuration": null, "shortfall": null,
                 "lease": {"reached": true, "why": null, "unreached_ms": null, "renewal_ms": 3,
                  "leases": [{"lease": "alias/192.0.2.100", "holder": "web1", "own": true, "fence": 41}]},
                 "aliases": [
                  {"address": "192.0.2.100", "prefix_length": 24, "interface": "eth0", "label": "eth0:1",
                   "placement": "192.0.2.100/24 on eth0:1", "group": "mail", "role": "secondary", "state": "watching",
                   "since_ms": 1500, "view": "answered", "holder": "web1", "holder_mac": "02:00:00:00:00:11",
                   "answer_age_ms": 20, "filtered_ms": null, "fit": "yes", "unfit": null, "unfit_ms": null,
                   "cause": "answers", "level": "info", "reason": "it answers",
                   "counters": {"takeovers": 1, "releases": 2, "restores": 3, "bursts": 4, "conflicts": 5,
                                "announcements": 6, "failed_commands": 7}},
                  {"address": "2001:db8::64", "prefix_length": 64, "interface": "eth0", "label": null,
                   "placement": "2001:db8::64/64 on eth0", "group": null, "role": "rank 3", "state": "vacant",
                   "since_ms": 0, "view": "silent", "holder": null, "holder_mac": null, "answer_age_ms": null,
                   "filtered_ms": null, "fit": "yes", "unfit": null, "unfit_ms": null,
                   "cause": "network-down", "level": "error", "reason": "switch/network down?",
                   "counters": {"takeovers": 0, "releases": 0, "restores": 0, "bursts": 0, "conflicts": 0,
                                "announcements": 0, "failed_commands": 0}}],
                 "hosts": [
                  {"name": "web1", "address": "192.0.2.11", "state": "answering", "age_ms": 12, "silent_ms": null, "rtt_ms": 0.25,
                   "loss": 0.5, "mac": "02:00:00:00:00:11"},
                  {"name": "router", "address": "192.0.2.1", "state": "silent", "age_ms": 5, "silent_ms": 61000, "rtt_ms": null,
                   "loss": 0.0, "mac": null}],
                 "link": {"state": "on", "why": null,
                  "nodes": [{"node": "web2", "word": null,
                   "paths": [{"from": "192.0.2.11", "to": "192.0.2.12", "via": null, "way": "both", "since_ms": 3000, "rtt_ms": 1.0,
                              "loss": 0.1, "loss_there": null, "heard_age_ms": null}]}]},
                 "checks": [{"name": "squid", "kind": "tcp", "target": "127.0.0.1:3128", "state": "failing",
                   "sentence": "connection refused", "took_ms": 1.0, "every_ms": 1000, "timeout_ms": 500,
                   "fall": 2, "rise": 3, "against": 0, "looks": 40, "failures": 12, "recent": "+-",
                   "aliases": ["192.0.2.100"]}],
                 "hooks": [{"hook": "run /etc/alias-defender/hooks/role", "kind": "run", "on": ["took-over"], "running": true, "running_ms": 2000, "timeout_ms": 10000,
                  "queued": 1, "done": 2, "failures": 3, "dropped": 4, "last": {"at": "2026-01-02T03:04:05.678Z",
                  "succeeded": false, "event": "took-over", "sentence": "failed with status 1"}}]}
                """));
    }

    @ParameterizedTest
    @CsvSource({
        "HOLDING,        , HELD",
        "WATCHING,     20, ANSWERED",
        "WATCHING,   4000, ANSWERED",
        "WATCHING,   4001, UNKNOWN",
        "WATCHING,       , UNKNOWN",
        "SUSPENDED,    20, ANSWERED",
        "SUSPENDED,  4001, UNKNOWN",
        "STANDING_ASIDE, 20, ANSWERED",
        "VACANT,       20, SILENT",
        "CLAIMING,     20, SILENT",
        "CONFIRMING,   20, UNKNOWN",
        "STARTING,       , UNKNOWN",
        "RELEASING,    20, UNKNOWN",
        "STOPPED,      20, UNKNOWN"
    })
    void viewShouldNeverBeMoreThanWhatIsFresh(PhaseName phase, Long answerAgeMillis, View view) {
        AliasStatus one = Served.status().aliases().get(0);
        AliasStatus alias = new AliasStatus(
                one.placement(),
                one.group(),
                phase,
                one.role(),
                one.phaseAge(),
                one.holder(),
                one.holderMac(),
                Optional.ofNullable(answerAgeMillis).map(Duration::ofMillis),
                Optional.empty(),
                one.reason(),
                one.counters());

        assertThat(alias.view(Duration.ofSeconds(4))).isEqualTo(view);
    }

    @Test
    void eventsShouldBeThoseAskedForWithWhatIsKept() throws Exception {
        served.history.addAll(List.of(
                event(7, Optional.of(ALIAS)),
                event(8, Optional.of(ALIAS)),
                event(9, Optional.empty()),
                event(10, Optional.of(ALIAS))));
        served.answering().deploy();

        JsonObject all = served.get("/api/events?since=0").body();

        assertThat(all.getString("node")).isEqualTo("web2");
        assertThat(all.getLong("first")).isEqualTo(7);
        assertThat(all.getLong("last")).isEqualTo(10);
        assertThat(all.getJsonArray("events").getJsonObject(0)).isEqualTo(new JsonObject("""
                {"id": 7, "at": "2026-01-02T03:04:05.678Z", "node": "web1", "alias": "192.0.2.100",
                 "cause": "took-over", "level": "warning", "sentence": "it is \\"here\\""}
                """));
        assertThat(ids("/api/events")).containsExactly(7L, 8L, 9L, 10L);
        assertThat(ids("/api/events?since=8")).containsExactly(9L, 10L);
        assertThat(ids("/api/events?limit=2")).containsExactly(9L, 10L);
        assertThat(ids("/api/events?alias=192.0.2.100&since=7")).containsExactly(8L, 10L);
        assertThat(ids("/api/events?since=10")).isEmpty();
    }

    @Test
    void eventsBeforeATimeShouldBeThePageOfHistoryBeforeIt() throws Exception {
        for (int second = 1; second <= 5; second++) {
            served.history.add(
                    eventAt(second, Instant.parse("2026-01-02T03:04:00Z").plusSeconds(second)));
        }
        served.answering().deploy();

        assertThat(ids("/api/events?limit=2")).containsExactly(4L, 5L);
        assertThat(ids("/api/events?limit=2&before=2026-01-02T03:04:04Z")).containsExactly(2L, 3L);
        assertThat(ids("/api/events?limit=2&before=2026-01-02T04:04:02%2B01:00&merged=true"))
                .containsExactly(1L);
        assertThat(ids("/api/events?before=2026-01-02T03:04:01Z")).isEmpty();
    }

    @Test
    void eventsShouldHaveWhatHappensLater() throws Exception {
        served.answering().deploy();
        assertThat(ids("/api/events")).isEmpty();

        served.happens(event(1, Optional.empty()));

        while (ids("/api/events").isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(ids("/api/events")).containsExactly(1L);
    }

    private List<Long> ids(String path) throws Exception {
        JsonArray events = served.get(path).body().getJsonArray("events");
        return events.stream().map(event -> ((JsonObject) event).getLong("id")).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /api/nothing                      | 404 | there is no GET /api/nothing
            POST   | /api/nothing                      | 404 | there is no POST /api/nothing
            POST   | /api/status                       | 405 | POST is not allowed for /api/status
            DELETE | /api/events                       | 405 | DELETE is not allowed for /api/events
            GET    | /api/events?since=-1              | 400 | since is the number of an event, not -1
            GET    | /api/events?since=abc             | 400 | since is the number of an event, not abc
            GET    | /api/events?since=99999999999999999999 | 400 | since is the number of an event, not 99999999999999999999
            GET    | /api/events?limit=0               | 400 | limit is a number from 1 to 1000, not 0
            GET    | /api/events?before=yesterday      | 400 | before is a time such as 2026-01-02T03:04:05Z (a + in it is written %2B), not yesterday
            GET    | /api/events?alias=web1            | 400 | alias is an IP address, not web1
            GET    | /api/events/stream?type=evnt      | 400 | type is one of status, beat, unavailable, event, gap, probe, not evnt
            GET    | /api/events/stream?since=x        | 400 | since is the number of an event, not x
            GET    | /api/%zz                          | 400 | the request is malformed
            POST   | /api/aliases/192.0.2/add          | 400 | 192.0.2 is not an IP address
            POST   | /api/aliases/localhost/remove     | 400 | localhost is not an IP address
            POST   | /api/aliases/192.0.2.100/destroy  | 404 | there is no POST /api/aliases/192.0.2.100/destroy
            GET    | /api/aliases/192.0.2.100/add      | 405 | GET is not allowed for /api/aliases/192.0.2.100/add
            """)
    void requestWhenItIsWrongShouldBeToldAsAProblem(String method, String path, int status, String detail)
            throws Exception {
        served.answering().deploy();

        Served.Answer answer = served.request(served.unix(), method, path);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(answer.body().getInteger("status")).isEqualTo(status);
        assertThat(answer.body().getString("detail")).isEqualTo(detail);
        assertThat(answer.body().getString("title")).isNotBlank();
    }

    @Test
    void methodWhenWrongShouldBeToldWhichAreRight() throws Exception {
        served.answering().deploy();

        assertThat(served.request(served.unix(), "POST", "/api/status")
                        .response()
                        .getHeader("allow"))
                .isEqualTo("GET, HEAD");
        assertThat(served.request(served.unix(), "GET", "/api/aliases/192.0.2.100/add")
                        .response()
                        .getHeader("allow"))
                .isEqualTo("POST");
    }

    @Test
    void statusWhenNobodyAnswersInsideShouldBeAProblem() throws Exception {
        served.deploy();

        assertThat(served.get("/api/status").status()).isEqualTo(503);
        assertThat(served.get("/api/events").status()).isEqualTo(503);
        assertThat(served.get("/health/live").status()).isEqualTo(503);
    }

    @Test
    void statusWhenTheOneInsideFailsShouldBeAProblemAtOnce() throws Exception {
        served.vertx.exceptionHandler(expected -> {});
        Channels.STATUS.answer(served.vertx, asker -> {
            throw new IllegalStateException("a mistake");
        });
        served.deploy();

        Served.Answer answer = served.get("/api/status");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body().getString("detail")).isEqualTo("an error inside; the log has it");
    }

    @Test
    void healthWhereTheNetworkDropsAnAliassFramesShouldNotBeReady() throws Exception {
        served.answering();
        NodeStatus before = served.status.get();
        AliasStatus one = before.aliases().get(0);
        AliasStatus filtered = new AliasStatus(
                one.placement(),
                one.group(),
                PhaseName.HOLDING,
                one.role(),
                one.phaseAge(),
                one.holder(),
                one.holderMac(),
                one.answerAge(),
                Optional.of(Duration.ofSeconds(61)),
                one.reason(),
                one.counters());
        served.status.set(new NodeStatus("web2", before.uptime(), before.fresh(), List.of(filtered), before.hosts()));
        served.deploy();

        Served.Answer ready = served.get("/health/ready");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.body().getJsonObject("checks").getString("unfiltered")).isEqualTo("down");
        assertThat(served.get("/api/status")
                        .body()
                        .getJsonArray("aliases")
                        .getJsonObject(0)
                        .getLong("filtered_ms"))
                .isEqualTo(61_000);
        assertThat(served.get("/health/live").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"HOLDING, 503", "HANDING_OVER, 503", "WATCHING, 200"})
    void healthWhenNoOtherNodeHearsAnAliasOfThisHostShouldNotBeReady(PhaseName phase, int status) throws Exception {
        served.answering();
        NodeStatus before = served.status.get();
        AliasStatus one = before.aliases().get(0);
        AliasStatus unheard = new AliasStatus(
                one.placement(),
                one.group(),
                phase,
                one.role(),
                one.phaseAge(),
                one.holder(),
                one.holderMac(),
                one.answerAge(),
                Optional.empty(),
                new Reason(Cause.UNHEARD, Level.WARNING, "web1 does not hear it"),
                one.counters());
        served.status.set(new NodeStatus("web2", before.uptime(), before.fresh(), List.of(unheard), before.hosts()));
        served.deploy();

        Served.Answer ready = served.get("/health/ready");

        assertThat(ready.status()).isEqualTo(status);
        assertThat(ready.body().getJsonObject("checks").getString("heard")).isEqualTo(status == 200 ? "up" : "down");
    }

    @Test
    void healthShouldSayWhatIsAndWhatIsNot() throws Exception {
        served.answering().deploy();
        assertThat(served.get("/health/live").body()).isEqualTo(new JsonObject("""
                {"status": "up", "checks": {"deciding": "up"}}"""));
        assertThat(served.get("/health/ready").body()).isEqualTo(new JsonObject("""
                {"status": "up",
                 "checks": {"deciding": "up", "started": "up", "in-service": "up", "unfiltered": "up", "fit": "up",
                            "heard": "up", "hearing": "up"}}"""));

        NodeStatus before = served.status.get();
        served.status.set(new NodeStatus(
                "web2",
                before.uptime(),
                before.fresh(),
                before.aliases(),
                before.hosts().subList(1, 2)));
        Served.Answer deaf = served.get("/health/ready");
        while (deaf.status() == 200) {
            deaf = served.get("/health/ready");
        }

        assertThat(deaf.status()).isEqualTo(503);
        assertThat(deaf.body().getJsonObject("checks").getString("hearing")).isEqualTo("down");
        assertThat(served.get("/health/live").status()).isEqualTo(200);
    }
}
