package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.lab.Await;
import io.aliasdefender.lab.DaemonCommand;
import io.aliasdefender.lab.Lab;
import io.aliasdefender.lab.LabConfig;
import io.aliasdefender.lab.LabHost;
import io.aliasdefender.lab.Linked;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/** Planned moves and drills as an administrator types them, by the real program beside real daemons. */
class MoveCommandIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String ALIAS = Lab.ALIAS.address().toString();
    private static final String LOSS =
            "(nothing lost \\(\\d+ requests\\)|\\d+ of \\d+ requests lost, at most \\d+ ms in a row)";

    @TempDir
    private Path folder;

    private Lab lab;
    private LabHost web1;
    private LabHost web2;

    /** One host has both aliases, and the other knows it by the link. */
    @BeforeEach
    void start() {
        LabNeeded.check();
        lab = Lab.build(2, Optional.of(folder.resolve("lab")), DaemonCommand.ofThisProgram());
        web1 = lab.web(1);
        web2 = lab.web(2);
        LabConfig config = LabConfig.both(Duration.ofMillis(200)).with("grace: 2s");
        lab.configure(Linked.config(lab, config));
        web1.start();
        awaitHolder(web1);
        web2.start();
        lab.hosts().forEach(LabHost::awaitReady);
        awaitState(web1, "holding");
        awaitState(web2, "watching");
        Linked.await(lab, 1, config.aliases().size(), SOON);
    }

    @AfterEach
    void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    private Program.Ended run(LabHost host, String... arguments) throws Exception {
        Object[] all = new Object[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--state";
        all[arguments.length + 1] = host.state();
        Program.Ended ended = new Program(host.namespace(), folder).run(all);
        System.out.println(
                String.join(" ", arguments) + " on " + host + ": " + ended.status() + "\n" + ended.out() + ended.err());
        return ended;
    }

    private void awaitHolder(LabHost host, Cidr... aliases) {
        for (Cidr alias : aliases.length == 0 ? new Cidr[] {Lab.ALIAS, Lab.ALIAS_V6} : aliases) {
            lab.timeline().awaitHolders(alias.address(), Set.of(host.name()), SOON);
        }
    }

    private static void awaitState(LabHost host, String state) {
        for (Cidr alias : List.of(Lab.ALIAS, Lab.ALIAS_V6)) {
            Await.until(
                    SOON,
                    () -> objects(host, "aliases")
                            .anyMatch(one -> one.getString("address")
                                            .equals(alias.address().toString())
                                    && one.getString("state").equals(state)),
                    () -> host + " is " + state + ":\n" + host.lastLines(20));
        }
    }

    private static Stream<JsonObject> objects(LabHost host, String field) {
        try {
            return host.api().status().getJsonArray(field).stream().map(JsonObject.class::cast);
        } catch (IOException silent) {
            throw new UncheckedIOException(silent);
        }
    }

    private static List<String> drills(LabHost host) throws IOException {
        return host.api().events(0).stream()
                .filter(event -> event.cause().equals("drill"))
                .map(event -> event.alias())
                .toList();
    }

    @Test
    void moveShouldSayWhereTheAliasIsAndWhatWasLostThereAndBack() throws Exception {
        long begun = System.nanoTime();

        Program.Ended there = run(web1, "move", ALIAS, "web2");
        assertThat(there.status()).isZero();
        assertThat(there.out()).startsWith("moving " + ALIAS + " from web1 to web2\n");
        assertThat(there.out().lines().toList().get(1)).matches(ALIAS + " is on web2, after [\\d.]+ ms: " + LOSS);
        awaitHolder(web2, Lab.ALIAS);

        Program.Ended notHere = run(web1, "move", ALIAS);
        assertThat(notHere.status()).isEqualTo(1);
        assertThat(notHere.err())
                .contains(
                        ALIAS + " is not on web1; on web2, which has it, run: alias-defender move " + ALIAS + " web1");

        Program.Ended back = run(web1, "move", ALIAS, "web1");
        assertThat(back.status()).isZero();
        assertThat(back.out()).contains(ALIAS + " is on web1, after ");
        awaitHolder(web1);
        assertThat(lab.timeline().nobody(Lab.ALIAS.address(), begun, System.nanoTime()))
                .isZero();
    }

    @Test
    void moveWhenTheOtherHostIsInMaintenanceShouldLeaveTheAliasAndSayWhy() throws Exception {
        assertThat(run(web2, "maintenance", "on", "new kernel").status()).isZero();
        assertThat(run(web2, "maintenance", "status").out()).contains("web2 is in maintenance: new kernel");

        Program.Ended ended = run(web1, "move", "all");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err())
                .contains("cannot hand over " + ALIAS, "in maintenance", "not moved: " + ALIAS + " is on web1");
        awaitHolder(web1);
    }

    @Test
    void drillShouldGoThereAndBackAndBeInTheHistory() throws Exception {
        long begun = System.nanoTime();

        Program.Ended ended = run(web1, "drill", "--json");

        assertThat(ended.status()).isZero();
        JsonObject report = new JsonObject(ended.out());
        assertThat(report.getBoolean("done")).isTrue();
        assertThat(report.getJsonArray("trips")).hasSize(2).allSatisfy(trip -> {
            JsonObject json = (JsonObject) trip;
            assertThat(json.getJsonObject("there").getString("holder")).isEqualTo("web2");
            assertThat(json.getJsonObject("back").getString("holder")).isEqualTo("web1");
            assertThat(json.getJsonObject("there").getLong("requests")).isPositive();
        });
        awaitHolder(web1);
        assertThat(drills(web1)).containsExactly(ALIAS, Lab.ALIAS_V6.address().toString());
        for (Cidr alias : List.of(Lab.ALIAS, Lab.ALIAS_V6)) {
            assertThat(lab.timeline().nobody(alias.address(), begun, System.nanoTime()))
                    .isZero();
            assertThat(lab.timeline().moves(alias.address(), begun, System.nanoTime()))
                    .isEqualTo(2);
        }
        assertThat(run(web2, "drill").out()).contains("no alias is on web2: nothing to do");
    }

    @Test
    void drillWhenTheOtherHostIsSilentShouldNotBegin() throws Exception {
        long begun = System.nanoTime();
        lab.faults().powerOff(web2);
        Await.until(
                SOON,
                () -> objects(web1, "hosts")
                        .anyMatch(host -> host.getString("name").equals("web2")
                                && host.getString("state").equals("silent")),
                () -> "web2 is silent to web1:\n" + web1.lastLines(20));

        Program.Ended ended = run(web1, "drill");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).contains("no drill, because not all is well:", "web2 (192.0.2.12) is silent");
        assertThat(lab.timeline().moves(Lab.ALIAS.address(), begun, System.nanoTime()))
                .isZero();
        assertThat(drills(web1)).isEmpty();
    }
}
