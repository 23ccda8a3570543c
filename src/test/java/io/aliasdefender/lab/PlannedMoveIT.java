package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.config.LinkKeyFile;
import io.aliasdefender.payload.LinkKey;
import io.aliasdefender.payload.Secret;
import io.aliasdefender.core.net.Cidr;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Planned moves over the node link, make before break: while an alias goes to the other host, there is no moment in which
 * the kernels of both do not have it, and a client that asks every millisecond loses nothing.
 */
class PlannedMoveIT extends MixedPair {
    private static final Duration EVERY = Duration.ofMillis(1);
    /** The bar for the longest time without an answer. */
    private static final Duration BAR = Duration.ofMillis(5);

    private Traffic traffic;

    @BeforeEach
    void use() {
        traffic = new Traffic(lab, List.of(Family.values()), EVERY);
    }

    @AfterEach
    void leave() {
        traffic.close();
        lab.network().unfilter("the link");
    }

    private static Path key(LabHost host) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) 7);
        LinkKey key = new LinkKey(1, new Secret(Base64.getEncoder().encodeToString(bytes)));
        try {
            Path file = Files.writeString(
                    host.state().resolveSibling("link.key"), LinkKeyFile.text(List.of(key)));
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void configure(LabHost host, LabConfig config) {
        lab.configure(host, config.with("link: {key-file: " + key(host) + "}"));
    }

    private void startLinked(LabConfig config) {
        lab.hosts().forEach(host -> configure(host, config));
        startPair();
        for (Cidr alias : ALIASES) {
            awaitState(web1, alias, "holding");
        }
        lab.hosts().forEach(PlannedMoveIT::awaitLinked);
        traffic.awaitAnswers(SOON);
    }

    /** The path works both ways, and the other node has told about both aliases. */
    private static void awaitLinked(LabHost host) {
        Await.until(
                SOON,
                () -> link(host).getJsonArray("nodes").stream()
                        .map(JsonObject.class::cast)
                        .allMatch(node -> node.getJsonArray("paths")
                                        .getJsonObject(0)
                                        .getString("way")
                                        .equals("both")
                                && node.getJsonObject("word").getInteger("aliases") == ALIASES.size()),
                () -> host + ": " + link(host).encode() + "\n" + host.lastLines(20));
    }

    private static JsonObject link(LabHost host) {
        try {
            return host.api().status().getJsonObject("link");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** There was no moment without a holder, and nobody was left without an answer. */
    private void assertLostNothing(long from, String what) {
        traffic.awaitAnswers(SOON);
        long now = System.nanoTime();
        Await.pause(Duration.ofMillis(200));
        for (Family family : Family.values()) {
            Duration nobody = lab.timeline().nobody(family.alias(), from, now);
            Duration several = lab.timeline().several(family.alias(), from, now);
            Duration outage = traffic.answers(family).longestOutage(from, now);
            System.out.printf(
                    "%s, %s: without an answer %.1f ms (%d lost), two holders %.1f ms%n",
                    what,
                    family,
                    outage.toNanos() / 1e6,
                    traffic.answers(family).lost(from, now),
                    several.toNanos() / 1e6);
            assertThat(nobody).describedAs("%s %s", what, family).isZero();
            assertThat(several).isPositive();
            assertThat(lab.timeline().moves(family.alias(), from, now)).isEqualTo(1);
            assertThat(outage).describedAs("%s %s", what, family).isLessThanOrEqualTo(BAR);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 100, 10})
    void holderWhenItIsStoppedShouldHandOverWithoutALostRequest(int intervalMillis) {
        startLinked(LabConfig.every(Duration.ofMillis(intervalMillis)).defending(Lab.ALIAS, Lab.ALIAS_V6));
        long stopped = System.nanoTime();
        assertThat(web1.stop(SOON)).isZero();

        awaitHolder(web2);
        assertLostNothing(stopped, "SIGTERM at " + intervalMillis + " ms");
        awaitSaid(web2, "hands over");
    }

    @Test
    void holderWhenItGoesIntoMaintenanceShouldHandOverAndGetItBackByFailback() throws Exception {
        startLinked(CONFIG.with("failback: 2s"));
        long ordered = System.nanoTime();
        assertThat(maintenance("true").status()).isEqualTo(200);
        awaitHolder(web2);
        assertLostNothing(ordered, "maintenance");

        long back = System.nanoTime();
        assertThat(maintenance("false").status()).isEqualTo(200);
        awaitHolder(web1);
        assertLostNothing(back, "failback");
    }

    private static Door.Answer maintenance(String on) throws Exception {
        return Door.unix(web1)
                .ask(
                        "POST",
                        "/api/maintenance",
                        "{\"on\": " + on + ", \"reason\": \"new memory\"}",
                        "Content-Type: application/json");
    }

    @Test
    void hostThatAReloadTakesOutOfTheAliasesShouldHandThemOver() {
        startLinked(CONFIG);
        long reloaded = System.nanoTime();
        String without = CONFIG.with("link: {key-file: " + key(web1) + "}")
                .yaml(lab.hosts())
                .replace("    interface:", "    nodes: [web2]\n    interface:");
        web1.configure("alias-defender.yaml", without);
        web1.hangUp();

        awaitHolder(web2);
        assertLostNothing(reloaded, "reload");
    }

    @Test
    void linkWhenItIsCutWhileAHostStopsShouldLeaveOneHolderAsWithoutALink() {
        startLinked(CONFIG);
        lab.network().filter("the link", List.of("udp dport 8601 drop"));
        web1.stop(SOON);

        awaitHolder(web2);
        traffic.awaitAnswers(SOON);
    }
}
