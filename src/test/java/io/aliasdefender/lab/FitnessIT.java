package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The aliases follow the service: a file on each host says that it is to be drained. */
class FitnessIT extends MixedPair {
    private static final Duration EVERY = Duration.ofMillis(1);
    /** The bar for the longest time without an answer, as in any planned move. */
    private static final Duration BAR = Duration.ofMillis(5);

    private Traffic traffic;

    @BeforeEach
    void use() {
        traffic = new Traffic(lab, List.of(Family.values()), EVERY);
    }

    @AfterEach
    void leave() {
        traffic.close();
        lab.hosts().forEach(host -> drain(host, false));
    }

    private static Path file(LabHost host) {
        return host.state().resolveSibling("drain");
    }

    /** The checks of a host fail from now on, or pass again. */
    private static void drain(LabHost host, boolean on) {
        try {
            if (on) {
                Files.writeString(file(host), "");
            } else {
                Files.deleteIfExists(file(host));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @param besides of each alias, in the configuration */
    private void start(String besides) {
        LinkedPair pair = new LinkedPair(lab, web1.state().getParent());
        LabConfig checked = CONFIG.with("checks: {drain: {file: {web1: " + file(web1) + ", web2: " + file(web2)
                + "}, is: absent, every: 100ms, fall: 1, rise: 1}}");
        pair.startEach("    checks: [drain]\n" + besides, checked);
        for (LabHost host : lab.hosts()) {
            LinkedPair.awaitWay(host, host.address().toString(), Optional.empty(), "both");
        }
        // Each has told the other how its checks stand.
        ALIASES.forEach(alias -> awaitState(web2, alias, "watching"));
        traffic.awaitAnswers(SOON);
    }

    private static void awaitFit(LabHost host, String fit) {
        Await.until(
                SOON,
                () -> ALIASES.stream()
                        .allMatch(alias -> fit.equals(alias(host, alias).getString("fit"))),
                () -> host + " is fit: " + fit + "\n" + host.lastLines(20));
    }

    private static JsonObject alias(LabHost host, Cidr alias) {
        try {
            return host.api().status().getJsonArray("aliases").stream()
                    .map(JsonObject.class::cast)
                    .filter(one ->
                            one.getString("address").equals(alias.address().toString()))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** How many aliases the other host says that it is not fit for. */
    private static void awaitTold(LabHost host, int unfit) {
        Await.until(
                SOON,
                () -> {
                    JsonObject word = LinkedPair.link(host)
                            .getJsonArray("nodes")
                            .getJsonObject(0)
                            .getJsonObject("word");
                    return word != null && word.getInteger("unfit") == unfit;
                },
                () -> host + ": " + LinkedPair.link(host).encode() + "\n" + host.lastLines(20));
    }

    private void assertLostNothing(long from, String what) {
        traffic.awaitAnswers(SOON);
        long now = System.nanoTime();
        for (Family family : Family.values()) {
            assertThat(lab.timeline().nobody(family.alias(), from, now))
                    .describedAs("%s %s", what, family)
                    .isZero();
            assertThat(lab.timeline().moves(family.alias(), from, now)).isEqualTo(1);
            assertThat(traffic.answers(family).longestOutage(from, now))
                    .describedAs("%s %s", what, family)
                    .isLessThanOrEqualTo(BAR);
        }
    }

    @Test
    void aliasesShouldFollowTheServiceWithoutALostRequestAndStayWhereNobodyIsFit() {
        start("");
        long failed = System.nanoTime();
        drain(web1, true);
        awaitHolder(web2);
        assertLostNothing(failed, "web1 is drained");
        awaitFit(web1, "no");
        ALIASES.forEach(alias -> awaitReason(web2, alias, "; drain on web1 has failed for "));
        ALIASES.forEach(alias -> awaitReason(web1, alias, "this host is not fit for it: drain"));

        long both = System.nanoTime();
        awaitTold(web2, ALIASES.size());
        drain(web2, true);
        awaitSaid(web2, "rather a host whose service fails than none");
        awaitTold(web1, ALIASES.size());
        for (Cidr alias : ALIASES) {
            assertThat(lab.timeline().moves(alias.address(), both, System.nanoTime()))
                    .isZero();
        }

        long healthy = System.nanoTime();
        drain(web1, false);
        awaitHolder(web1);
        assertLostNothing(healthy, "web1 is well again");
    }

    @Test
    void aliasesThatAreReleasedShouldBeNowhereWhileNobodyIsFitAndComeBackAtOnce() {
        start("    on-failure: release\n");
        drain(web2, true);
        awaitTold(web1, ALIASES.size());
        drain(web1, true);
        ALIASES.forEach(alias -> lab.timeline().awaitHolders(alias.address(), Set.of(), SOON));
        ALIASES.forEach(alias -> awaitReason(web2, alias, "(on-failure: release)"));

        drain(web2, false);
        awaitHolder(web2);
        ALIASES.forEach(alias -> awaitState(web2, alias, "holding"));
    }

    /** What the holder is told over the link is for whoever asks there why it has the alias. */
    @Test
    void holderShouldSayWhichCheckFailsOnTheOtherHostSinceWhenAndHow() throws IOException {
        start("");
        drain(web1, true);
        awaitHolder(web2);

        awaitSaid(web2, ", because its checks fail (drain: " + file(web1) + " is there); taking it");
        ALIASES.forEach(alias -> {
            awaitReason(web2, alias, "; drain on web1 has failed for ");
            awaitReason(web2, alias, " s (" + file(web1) + " is there)");
        });
        JsonObject word =
                LinkedPair.link(web2).getJsonArray("nodes").getJsonObject(0).getJsonObject("word");
        assertThat(word.getInteger("failing_total")).isEqualTo(1);
        JsonObject check = word.getJsonArray("failing").getJsonObject(0);
        assertThat(check.getString("name")).isEqualTo("drain");
        assertThat(check.getString("sentence")).isEqualTo(file(web1) + " is there");

        drain(web1, false);
        awaitTold(web2, 0);
        Await.until(
                SOON,
                () -> ALIASES.stream()
                        .noneMatch(
                                alias -> alias(web2, alias).getString("reason").contains("drain")),
                () -> "web2 says nothing of drain any more\n" + web2.lastLines(20));
    }
}
