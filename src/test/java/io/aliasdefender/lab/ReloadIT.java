package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a running pair makes of a new configuration, and of being told to stop. */
class ReloadIT extends DefendedPair {
    @Test
    void daemonWhenStoppedShouldExitWithStatusZeroWithinTwoSecondsWhereverItStands() {
        startPairInUse();

        assertThat(web2.stop(Duration.ofSeconds(2))).isZero();
        assertThat(web1.stop(Duration.ofSeconds(2))).isZero();

        forBoth(family -> lab.timeline().awaitHolders(family.alias(), Set.of(), SOON));
    }

    @Test
    void graceWhenConfiguredShouldBeWaitedForWhenTheHolderIsLeftWithoutADefender() {
        Duration grace = Duration.ofMillis(900);
        lab.configure(CONFIG.with("grace: 900ms"));
        startPairInUse();

        long asked = System.nanoTime();
        web1.kill();
        ALIASES.forEach(alias -> lab.faults().deleteAddress(web1, alias));
        awaitHolder(web2);

        forBoth(family -> {
            long gained = lab.timeline().gainedAt(family.alias(), "web2", asked).orElseThrow();
            // The grace begins with the last answer, which may have come before the daemon was killed.
            assertThat(gained - asked)
                    .isGreaterThanOrEqualTo(grace.minus(INTERVAL).toNanos());
            assertThat(lab.timeline().several(family.alias(), asked, gained)).isZero();
        });
    }

    @Test
    void aliasWhenOthersAreAddedAndRemovedByReloadShouldNotBeTouched() {
        Cidr other = Cidr.of("192.0.2.101/24");
        startPairInUse();
        long from = System.nanoTime();
        List<Integer> changes = changes();

        lab.configure(CONFIG.defending(Lab.ALIAS, other, Lab.ALIAS_V6));
        Await.until(
                "the new alias is held",
                SOON,
                () -> lab.timeline().holders(other.address()).size() == 1);
        lab.configure(CONFIG);
        lab.timeline().awaitHolders(other.address(), Set.of(), SOON);

        assertThat(changes()).isEqualTo(changes);
        assertUndisturbed(from, web1);
    }

    @Test
    void aliasesWhenTheirPrefixOrLabelChangesShouldLoseNoEcho() {
        Cidr single = new Cidr(Lab.ALIAS.address(), 32);
        Cidr singleV6 = new Cidr(Lab.ALIAS_V6.address(), 128);
        startPairInUse();
        long from = System.nanoTime();
        String otherLabel = CONFIG.yaml(lab.hosts()).replace("label: eth0:1", "label: eth0:7");

        lab.hosts().forEach(host -> host.configure("alias-defender.yaml", otherLabel));
        awaitShown("scope global secondary eth0:7");
        lab.configure(CONFIG.defending(single, singleV6));
        awaitShown(" " + single + " ");
        awaitShown(" " + singleV6 + " ");
        lab.configure(CONFIG);
        awaitShown("scope global secondary eth0:1");
        awaitShown(" " + Lab.ALIAS_V6 + " ");

        awaitState(web1, "holding");
        assertUndisturbed(from, web1);
        long asked = System.nanoTime();
        traffic.awaitAnswers(SOON);
        forBoth(family -> assertThat(traffic.answers(family).lost(from, asked))
                .as("echoes of " + family + " without an answer\n" + web1.lastLines(30))
                .isZero());
        assertThat(web1.namespace().ip("-o", "address", "show"))
                .as("nothing else is left of them")
                .doesNotContain(single.toString(), singleV6.toString());
        List.of("released", "took over", "deleted", "instead of")
                .forEach(word -> assertThat(timesSaid(web1, word)).as(word).isZero());
    }

    private static void awaitShown(String words) {
        Await.until(
                SOON,
                () -> web1.namespace()
                        .ip("-o", "address", "show", "dev", Station.INTERFACE)
                        .contains(words),
                () -> "the kernel shows " + words + "\n" + web1.lastLines(20));
    }

    @Test
    void daemonWhenTheNewConfigurationIsWrongShouldKeepTheOldOne() {
        startPairInUse();
        long from = System.nanoTime();
        lab.hosts().forEach(host -> host.configure("alias-defender.yaml", "aliases: [broken\n"));
        Await.pause(LONG);

        assertUndisturbed(from, web1);
        assertThat(web1.running()).isTrue();
        assertThat(web1.api().answers()).isTrue();
    }

    private static List<Integer> changes() {
        return List.of(
                lab.timeline().changes(Lab.ALIAS.address()).size(),
                lab.timeline().changes(Lab.ALIAS_V6.address()).size());
    }
}
