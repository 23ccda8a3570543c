package io.aliasdefender.web;

import static io.aliasdefender.web.Served.ALIAS;
import static io.aliasdefender.web.Served.await;
import static io.aliasdefender.web.Served.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.Secret;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.payload.Stall;
import io.vertx.core.http.RequestOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MetricsTest {
    private static final Pattern SAMPLE = Pattern.compile("([a-z_][a-z0-9_]*)(\\{.*})? (\\S+)");

    @TempDir
    private Path folder;

    private Served served;

    @BeforeEach
    void start() throws Exception {
        served = new Served(folder).answering();
        await(served.vertx.deployVerticle(new MeterVerticle()));
        Placement placement = new Placement(Cidr.of("192.0.2.100/24"), "eth0", Optional.empty());
        for (int i = 0; i < 3; i++) {
            probed(ALIAS, new ProbeOutcome.Reply(Duration.ofMillis(2), Optional.empty()));
        }
        probed(ALIAS, new ProbeOutcome.Silence(Duration.ofMillis(100)));
        probed(IpAddress.of("192.0.2.1"), new ProbeOutcome.Broken("no route"));
        Channels.ADDRESS_APPLIED.publish(
                served.vertx,
                new AddressApplied(
                        new AddressAction(1, AddressAction.Kind.ADD, placement),
                        new CommandResult.Failed(Duration.ofMillis(7), "it failed")));
        Channels.STALL.publish(served.vertx, new Stall(Duration.ofSeconds(1)));
        served.happens(event(1, Optional.of(ALIAS)));
        Settings.Tls tls = new Settings.Tls("web.pem", "", new Secret("key"), Instant.parse("2027-01-01T00:00:00Z"));
        served.deploy(Served.settings(new Settings.Web(
                Served.LOOPBACK,
                Optional.empty(),
                Optional.empty(),
                Optional.of(tls),
                Map.of("web1", "http://127.0.0.1:" + Served.freePort()),
                Optional.empty())));
    }

    @AfterEach
    void stop() throws Exception {
        served.close();
    }

    private void probed(IpAddress address, ProbeOutcome outcome) {
        Channels.PROBE_RESULT.publish(
                served.vertx, new ProbeResult(Question.on("eth0", address), outcome, 2_000_000, true));
    }

    private String scrape(String accept) throws Exception {
        RequestOptions where = served.unix().setURI("/metrics").addHeader("accept", accept);
        return served.onLoop(() -> served.client
                .request(where)
                .compose(request -> request.send())
                .compose(response -> response.body().map(body -> {
                    assertThat(response.statusCode()).isEqualTo(200);
                    return response.getHeader("content-type") + "\n" + body;
                })));
    }

    @Test
    void figuresShouldBeWhatHappened() throws Exception {
        String page = scrape("*/*");

        assertThat(page.lines().toList())
                .contains(
                        "alias_defender_build_info{version=\"1.2.3\"} 1.0",
                        "alias_defender_alias_held{alias=\"192.0.2.100\"} 0.0",
                        "alias_defender_alias_answered{alias=\"192.0.2.100\"} 1.0",
                        "alias_defender_alias_answered{alias=\"2001:db8::64\"} 0.0",
                        "alias_defender_alias_state{alias=\"192.0.2.100\",state=\"watching\",view=\"answered\"} 1.0",
                        "alias_defender_takeovers_total{alias=\"192.0.2.100\"} 1.0",
                        "alias_defender_confirm_bursts_total{alias=\"192.0.2.100\"} 4.0",
                        "alias_defender_probe_rtt_seconds_bucket{address=\"192.0.2.100\",kind=\"alias\",le=\"0.001\"} 0",
                        "alias_defender_probe_rtt_seconds_bucket{address=\"192.0.2.100\",kind=\"alias\",le=\"0.0025\"} 3",
                        "alias_defender_probe_rtt_seconds_count{address=\"192.0.2.100\",kind=\"alias\"} 3",
                        "alias_defender_probe_rtt_seconds_sum{address=\"192.0.2.100\",kind=\"alias\"} 0.006",
                        "alias_defender_probe_rounds_lost_total{address=\"192.0.2.100\",kind=\"alias\"} 1.0",
                        "alias_defender_probe_rounds_broken_total{address=\"192.0.2.1\",kind=\"router\"} 1.0",
                        "alias_defender_command_failures_total{action=\"add\",failure=\"failed\"} 1.0",
                        "alias_defender_command_duration_seconds_sum{action=\"add\"} 0.007",
                        "alias_defender_stalls_total 1.0",
                        "alias_defender_probe_late_seconds_bucket{le=\"0.001\"} 0",
                        "alias_defender_probe_late_seconds_bucket{le=\"0.0025\"} 5",
                        "alias_defender_moves_total{alias=\"192.0.2.100\",cause=\"took-over\"} 1.0",
                        "alias_defender_events_total{cause=\"took-over\",level=\"warning\"} 1.0",
                        "alias_defender_host_answering{address=\"192.0.2.11\",host=\"web1\"} 1.0",
                        "alias_defender_stream_readers 0.0",
                        "alias_defender_maintenance 0.0",
                        "alias_defender_config_last_reload_successful 1.0");
        assertThat(page)
                .contains(
                        "alias_defender_certificate_expiry_timestamp_seconds 1.7987616E9",
                        "alias_defender_peer_reachable{node=\"web1\"} 0.0",
                        "jvm_memory_used_bytes",
                        "process_cpu_usage",
                        "process_cpu_seconds_total",
                        "process_resident_memory_bytes");
    }

    /** Name and type of each family of ours. */
    private Map<String, String> families() throws Exception {
        Map<String, String> families = new TreeMap<>();
        Matcher type =
                Pattern.compile("(?m)^# TYPE (alias_defender_\\S+) (\\S+)$").matcher(scrape("text/plain"));
        while (type.find()) {
            families.put(type.group(1), type.group(2));
        }
        return families;
    }

    @Test
    void manualShouldNameEveryFigureWithItsTypeAndNoOther() throws Exception {
        Map<String, String> named = new TreeMap<>();
        Matcher row = Pattern.compile("(?m)^\\| `([a-z_]+)` \\| (gauge|counter|histogram) \\|")
                .matcher(Files.readString(Path.of("docs/METRICS.md")));
        while (row.find()) {
            named.put("alias_defender_" + row.group(1), row.group(2));
        }

        assertThat(named).isEqualTo(families());
    }

    @ParameterizedTest
    @ValueSource(strings = {"conf/prometheus-alerts.yml", "conf/grafana-dashboard.json"})
    void alertsAndDashboardShouldAskForFiguresThatThereAre(String file) throws Exception {
        Set<String> known = families().keySet();
        Matcher asked = Pattern.compile("alias_defender_[a-z_]+").matcher(Files.readString(Path.of(file)));
        Set<String> unknown = new TreeSet<>();
        int count = 0;
        for (; asked.find(); count++) {
            if (!known.contains(asked.group().replaceFirst("_(bucket|count|sum)$", ""))) {
                unknown.add(asked.group());
            }
        }

        assertThat(unknown).isEmpty();
        assertThat(count).isGreaterThan(10);
    }

    @Test
    void formatShouldBeTheOneThatIsAskedFor() throws Exception {
        assertThat(scrape("text/plain")).startsWith("text/plain; version=0.0.4").doesNotContain("# EOF");
        assertThat(scrape("application/openmetrics-text; version=1.0.0"))
                .startsWith("application/openmetrics-text; version=1.0.0")
                .endsWith("# EOF\n")
                .contains("# TYPE alias_defender_takeovers counter");
    }

    @Test
    void pageShouldFollowTheConventions() throws Exception {
        List<String> complaints = new ArrayList<>();
        Map<String, String> types = new HashMap<>();
        Map<String, String> helps = new HashMap<>();
        for (String line : scrape("text/plain").lines().skip(1).toList()) {
            if (line.startsWith("# HELP ")) {
                helps.put(line.split(" ", 4)[2], line.split(" ", 4)[3]);
            } else if (line.startsWith("# TYPE ")) {
                types.put(line.split(" ", 4)[2], line.split(" ", 4)[3]);
            } else {
                lint(line, types, helps, complaints);
            }
        }

        assertThat(types).hasSizeGreaterThan(25);
        assertThat(complaints).isEmpty();
    }

    /** What `promtool check metrics` complains about. */
    private static void lint(
            String line, Map<String, String> types, Map<String, String> helps, List<String> complaints) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            complaints.add("no sample: " + line);
            return;
        }
        String name = sample.group(1);
        String family = types.containsKey(name) ? name : name.replaceFirst("_(bucket|count|sum|max)$", "");
        String type = types.get(family);
        if (type == null || helps.getOrDefault(family, "").isBlank()) {
            complaints.add("no type or no help: " + line);
        } else if (type.equals("counter") != name.endsWith("_total")) {
            complaints.add("_total is for counters, and all of them: " + line);
        } else if (family.endsWith("_count")) {
            complaints.add("_count is for histograms: " + line);
        } else if (name.matches(".*_(ns|ms|millis|milliseconds|minutes|hours|kb|kilobytes|percent)(_.*)?")) {
            complaints.add("not a base unit: " + line);
        }
        Double.parseDouble(sample.group(3).replace("+Inf", "Infinity"));
    }

    @Test
    void addressesWhenTheyAreManyShouldBeCountedTogether() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            probed(IpAddress.ofV4(0x0a000000 + i), new ProbeOutcome.Silence(Duration.ofMillis(100)));
        }

        String page = scrape("text/plain");

        assertThat(page.lines().filter(line -> line.startsWith("alias_defender_probe_rounds_lost_total")))
                .hasSize(MeterVerticle.MAX_ADDRESSES + 1)
                .contains("alias_defender_probe_rounds_lost_total{address=\"other\",kind=\"other\"} "
                        + (2_000.0 - (MeterVerticle.MAX_ADDRESSES - 2)));
    }
}
