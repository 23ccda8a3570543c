package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.config.LinkKeyFile;
import io.aliasdefender.lab.DaemonApi.DaemonEvent;
import io.aliasdefender.payload.LinkKey;
import io.aliasdefender.payload.Secret;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two daemons that talk, as they are started for real. */
@ExtendWith(LabRequired.class)
class LinkIT {
    /** For what takes a few seconds at most: also on a machine that is busy with other things. */
    private static final Duration SOON = Duration.ofSeconds(30);

    /** A grace of its own, or it would differ where the interval does. */
    private static final LabConfig CONFIG =
            LabConfig.every(Duration.ofMillis(500)).with("grace: 3s");

    private static final LinkKey KEY = key(1, 11);
    private static final LinkKey NEXT_KEY = key(2, 22);

    @TempDir
    private Path folder;

    private Lab lab;
    private LabHost web1;
    private LabHost web2;

    @BeforeEach
    void build() {
        lab = Lab.build();
        web1 = lab.web(1);
        web2 = lab.web(2);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private static LinkKey key(int id, int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return new LinkKey(id, new Secret(Base64.getEncoder().encodeToString(bytes)));
    }

    private Path keyFile(LabHost host) {
        return folder.resolve(host.name() + ".key");
    }

    private void write(LabHost host, LinkKey... keys) {
        try {
            Path file = Files.writeString(keyFile(host), LinkKeyFile.text(List.of(keys)));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void configure(LabHost host, LabConfig config) {
        lab.configure(host, config.with("link: {key-file: " + keyFile(host) + "}"));
    }

    private void startLinked() {
        for (LabHost host : lab.hosts()) {
            write(host, KEY);
            configure(host, CONFIG);
        }
        lab.startAll();
    }

    private static JsonObject link(LabHost host) {
        try {
            return host.api().status().getJsonObject("link");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static JsonObject node(LabHost host) {
        return link(host).getJsonArray("nodes").getJsonObject(0);
    }

    private static JsonObject path(LabHost host) {
        return node(host).getJsonArray("paths").getJsonObject(0);
    }

    private static void awaitWay(LabHost host, String way) {
        Await.until(
                SOON,
                () -> path(host).getString("way").equals(way),
                () -> host + ": " + link(host).encode() + "\n" + host.lastLines(20));
    }

    private static List<DaemonEvent> said(LabHost host, String cause) {
        try {
            return host.api().events(0).stream()
                    .filter(event -> event.cause().equals(cause))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static DaemonEvent awaitSaid(LabHost host, String cause) {
        Await.until(
                SOON, () -> !said(host, cause).isEmpty(), () -> host + " says " + cause + ":\n" + host.lastLines(20));
        return said(host, cause).get(0);
    }

    @Test
    void daemonsWithOneKeyShouldProveBothWaysAndTellHowTheyStand() {
        startLinked();
        lab.hosts().forEach(LabHost::awaitReady);
        long ready = System.nanoTime();
        awaitWay(web1, "both");
        awaitWay(web2, "both");
        System.out.printf("both ways proved %.2f s after both daemons answered%n", (System.nanoTime() - ready) / 1e9);

        Await.until(
                SOON,
                () -> node(web2).getJsonObject("word").getInteger("held") == 1,
                () -> "web1 tells that it has the alias: " + link(web2).encode());
        JsonObject word = node(web2).getJsonObject("word");
        assertThat(word.getInteger("aliases")).isEqualTo(1);
        assertThat(word.getInteger("rank")).isEqualTo(1);
        assertThat(word.getJsonArray("differs")).isEmpty();
        Await.until(
                SOON,
                () -> node(web2)
                        .getJsonObject("word")
                        .getString("hears_witness")
                        .equals("yes"),
                () -> link(web2).encode());
        assertThat(path(web1).getDouble("rtt_ms")).isBetween(0.0, 1_000.0);
        assertThat(web1.api())
                .satisfies(api -> assertThat(api.get("/api/config").encode())
                        .contains("\"keys\":[1]")
                        .doesNotContain(KEY.secret().text()));
        assertThat(read(web1.log()) + read(web2.log()))
                .doesNotContain(KEY.secret().text());

        web1.stop(Duration.ofSeconds(10));
        Await.until(
                SOON,
                () -> node(web2).getJsonObject("word").getBoolean("stops"),
                () -> "web1 told that it stops: " + link(web2).encode());
        awaitWay(web2, "none");
        web1.start();
        web1.awaitReady();
        awaitWay(web2, "both");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void pathWhenCutOneWayShouldBeToldAsThat() {
        startLinked();
        awaitWay(web1, "both");
        awaitWay(web2, "both");

        lab.network().filter("one way of the link", List.of("iifname web1 oifname web2 udp dport 8601 drop"));
        // web1 hears web2, which does not hear web1.
        awaitWay(web1, "one-way");
        awaitWay(web2, "none");
        assertThat(awaitSaid(web1, "link-one-way").text()).contains("one way only");
        assertThat(awaitSaid(web2, "link-down").level()).isEqualTo("warning");

        lab.network().unfilter("one way of the link");
        awaitWay(web1, "both");
        awaitWay(web2, "both");
    }

    @Test
    void keyWhenExchangedByReloadsShouldLeaveNoMomentWithoutALinkAndAnotherOneBeRefusedOnce() {
        startLinked();
        awaitWay(web1, "both");
        awaitWay(web2, "both");

        for (List<LinkKey> step : List.of(List.of(KEY, NEXT_KEY), List.of(NEXT_KEY))) {
            for (LabHost host : lab.hosts()) {
                write(host, step.toArray(LinkKey[]::new));
                reload(host);
                long before = path(web1).getLong("since_ms");
                // Long enough for the link to be lost, were what comes not believed.
                Await.until(
                        SOON,
                        () -> path(web1).getLong("since_ms") > before + 6_000,
                        () -> link(web1).encode());
            }
        }
        assertThat(said(web1, "link-down")).isEmpty();
        assertThat(said(web2, "link-down")).isEmpty();

        write(web2, key(2, 99));
        reload(web2);
        assertThat(awaitSaid(web1, "link-refused").text())
                .contains("its signature is wrong")
                .contains("web2");
        assertThat(awaitSaid(web2, "link-refused").text()).contains("web1");
        awaitWay(web1, "none");
        assertThat(said(web1, "link-refused")).hasSize(1);
    }

    private static void reload(LabHost host) {
        try {
            host.api().reload();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void daemonsWithoutAKeyShouldDefendAsEverAndSayItOnce() {
        lab.configure(CONFIG);
        lab.startAll();

        lab.timeline().awaitHolders(Lab.ALIAS.address(), Set.of("web1"), SOON);
        assertThat(link(web1).getString("state")).isEqualTo("off");
        assertThat(awaitSaid(web1, "link-off").text()).contains("alias-defender link-key");
        assertThat(said(web1, "link-off")).hasSize(1);
    }

    @Test
    void configurationWhenItDiffersShouldBeToldByTheNameOfWhatDiffers() {
        for (LabHost host : lab.hosts()) {
            write(host, KEY);
        }
        configure(web1, CONFIG);
        configure(web2, LabConfig.every(Duration.ofMillis(700)).with("grace: 3s"));
        lab.startAll();

        DaemonEvent said = awaitSaid(web1, "link-config-differs");
        assertThat(said.level()).isEqualTo("warning");
        assertThat(said.text()).contains("web2").contains(": interval differs");
        assertThat(awaitSaid(web2, "link-config-differs").text()).contains("interval");
        assertThat(node(web1).getJsonObject("word").getJsonArray("differs").contains("interval"))
                .isTrue();

        configure(web2, CONFIG);
        awaitSaid(web1, "link-config-agrees");
        assertThat(said(web1, "link-config-differs")).hasSize(1);
    }
}
