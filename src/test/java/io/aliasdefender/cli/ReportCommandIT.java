package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.lab.Await;
import io.aliasdefender.lab.Client;
import io.aliasdefender.lab.DaemonCommand;
import io.aliasdefender.lab.Lab;
import io.aliasdefender.lab.LabConfig;
import io.aliasdefender.lab.LabHost;
import io.aliasdefender.lab.Linked;
import io.aliasdefender.lab.Pages;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was, as an administrator asks for it the morning after. */
class ReportCommandIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final IpAddress ALIAS = Lab.ALIAS.address();
    /** What a busy machine needs for announcing. */
    private static final Duration SLACK = Duration.ofMillis(150);

    @TempDir
    private Path folder;

    private Lab lab;
    private LabHost web1;
    private LabHost web2;

    @BeforeEach
    void start() {
        LabNeeded.check();
        lab = Lab.build(2, Optional.of(folder.resolve("lab")), DaemonCommand.ofThisProgram());
        web1 = lab.web(1);
        web2 = lab.web(2);
        LabConfig config =
                LabConfig.every(INTERVAL).with(Pages.configuration(lab, "a-token-of-the-laboratory-0123456789"));
        lab.configure(Linked.config(lab, config));
        web1.start();
        awaitHolder(web1);
        web2.start();
        lab.hosts().forEach(LabHost::awaitReady);
        Linked.await(lab, 1, 1, SOON);
    }

    @AfterEach
    void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    private void awaitHolder(LabHost host) {
        lab.timeline().awaitHolders(ALIAS, Set.of(host.name()), SOON);
    }

    private Program.Ended run(LabHost host, String... arguments) throws Exception {
        Object[] all = Stream.concat(Stream.of(arguments), Stream.of("--state", host.state()))
                .toArray();
        Program.Ended ended = new Program(host.namespace(), folder).run(all);
        System.out.println(
                String.join(" ", arguments) + " on " + host + ": " + ended.status() + "\n" + ended.out() + ended.err());
        return ended;
    }

    /** Of all nodes, in the eyes of one of them, as soon as it hears the other one. */
    private static List<JsonObject> tenures(LabHost host, int count) {
        Await.until(SOON, () -> tenures(host).size() == count, () -> host + " tells " + tenures(host));
        return tenures(host);
    }

    private static List<JsonObject> tenures(LabHost host) {
        try {
            return host.api().get("/api/tenures?merged=true").getJsonArray("tenures").stream()
                    .map(JsonObject.class::cast)
                    .toList();
        } catch (IOException late) {
            return List.of();
        }
    }

    /** The cells of the row of the unplanned move. */
    private static List<String> unplanned(String report) {
        return report.lines()
                .filter(line -> line.contains("| **no** |"))
                .map(line -> List.of(line.substring(2).split(" \\| ")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void powerCutAndTheMoveBackShouldBeToldByEitherNodeAndOutliveAKilledDaemon() throws Exception {
        Duration lost;
        try (Client client = new Client(lab, ALIAS)) {
            client.awaitAnswer(System.nanoTime(), SOON);
            long begun = System.nanoTime();
            lab.faults().powerOff(web1);
            awaitHolder(web2);
            client.awaitAnswer(System.nanoTime(), SOON);
            lost = client.answers().longestOutage(begun, System.nanoTime());
        }
        lab.faults().powerOn(web1);
        web1.start();
        web1.awaitReady();
        Linked.await(lab, 1, 1, SOON);
        assertThat(run(web2, "move", ALIAS.toString(), "web1").status()).isZero();
        awaitHolder(web1);

        List<JsonObject> tenures = tenures(web2, 3);

        assertThat(tenures).extracting(one -> one.getString("node")).containsExactly("web1", "web2", "web1");
        assertThat(tenures).extracting(one -> one.getBoolean("end_certain")).containsExactly(false, true, true);
        assertThat(tenures.get(1).getBoolean("planned")).isFalse();
        assertThat(tenures.get(2).getBoolean("planned")).isTrue();
        assertThat(tenures.get(2).getString("end")).isNull();
        assertThat(tenures.get(2).getLong("unanswered_ms")).isNull();
        Duration measured = Duration.ofMillis(tenures.get(1).getLong("unanswered_ms"));
        System.out.println("without an answer: " + measured.toMillis() + " ms as web2 recorded it, " + lost.toMillis()
                + " ms as the client measured it");
        // The node asks once in an interval, the client all the time; the client waits for the announcement, too.
        assertThat(measured).isBetween(lost.minus(SLACK), lost.plus(INTERVAL).plus(SLACK));

        String report = run(web2, "report", "--since", "10m").out();

        assertThat(report)
                .contains("- 1 unplanned move and 1 planned move of 192.0.2.100.", "Clients had no answer for at most");
        List<String> unplanned = unplanned(report);
        assertThat(unplanned.get(2)).startsWith("web1, known to have run until ");
        assertThat(unplanned.subList(3, 6)).containsExactly("web2", "**no**", measured.toMillis() + " ms");
        assertThat(report).contains("| web2 | web1 | yes | none | took-over |");
        String timeline =
                report.substring(report.indexOf("## Unplanned moves"), report.indexOf("## Times with nobody"));
        assertThat(timeline).contains("### 192.0.2.100 to web2 at ", " | web1 | ", " | web2 | info | taking-over | ");
        assertThat(run(web1, "report", "--since", "10m", "--alias", "192.0.2.101")
                        .out())
                .contains("- No alias moved.");

        web1.kill();
        web1.start();
        web1.awaitReady();

        List<JsonObject> after = tenures(web1, 4);
        assertThat(after.subList(0, 2)).isEqualTo(tenures.subList(0, 2));
        assertThat(after.get(2).getString("begin")).isEqualTo(tenures.get(2).getString("begin"));
        assertThat(after.get(2).getBoolean("end_certain")).isFalse();
        assertThat(after.get(3).getString("begin_cause")).isEqualTo("adopted");
        assertThat(run(web1, "report", "--since", "10m").out())
                .contains("- 1 unplanned move and 1 planned move of 192.0.2.100.");
    }

    @Test
    void reportWhenItIsAskedForWronglyShouldSayWhatToWriteInstead() throws Exception {
        assertThat(run(web1, "report", "--since", "yesterday").err())
                .contains("--since is a time such as 2026-01-02T03:04:05Z, or how long ago, such as 10m");
        assertThat(run(web1, "report", "--since", "1m", "--until", "2m").err())
                .contains("--since is not to be later than --until");
        assertThat(run(web1, "report", "--alias", "web1").err()).contains("--alias web1 is not an IP address");
        assertThat(run(web1, "report", "--url", "http://127.0.0.1:9").err())
                .contains("no daemon answers on http://127.0.0.1:9");
    }
}
