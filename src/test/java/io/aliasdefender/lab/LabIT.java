package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The laboratory itself, without any defender in it: what it shows of hosts, links and holders is so. */
@Tag("alone")
@ExtendWith(LabRequired.class)
class LabIT {
    private static final IpAddress ALIAS = Lab.ALIAS.address();
    private static final Duration SOON = Duration.ofSeconds(20);

    private static Lab lab;

    @BeforeAll
    static void build() {
        lab = Lab.build();
    }

    @AfterAll
    static void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @AfterEach
    void reset() {
        lab.reset();
    }

    @Test
    void watchWhenAliasIsAddedAndDeletedShouldTellWhoHadItWhen() {
        long before = System.nanoTime();
        Faults.Fault added = lab.faults().addAddress(lab.web(1), Lab.ALIAS);
        lab.timeline().awaitHolders(ALIAS, Set.of("web1"), SOON);
        Faults.Fault deleted = lab.faults().deleteAddress(lab.web(1), Lab.ALIAS);
        lab.timeline().awaitHolders(ALIAS, Set.of(), SOON);
        long after = System.nanoTime();

        var stretches = lab.timeline().stretches(ALIAS, before, after);

        assertThat(stretches)
                .extracting(HolderTimeline.Stretch::holders)
                .containsExactly(Set.of(), Set.of("web1"), Set.of());
        assertThat(stretches.get(1).fromNanos()).isBetween(added.atNanos(), deleted.atNanos());
        assertThat(stretches.get(1).toNanos()).isBetween(deleted.atNanos(), after);
    }

    @Test
    void watchWhenTwoHostsHoldForFiveMillisecondsShouldSeeBoth() {
        long before = System.nanoTime();
        lab.faults().addAddress(lab.web(1), Lab.ALIAS);
        Faults.Fault second = lab.faults().addAddress(lab.web(2), Lab.ALIAS);
        Await.pause(Duration.ofMillis(5));
        Faults.Fault end = lab.faults().deleteAddress(lab.web(1), Lab.ALIAS);
        lab.timeline().awaitHolders(ALIAS, Set.of("web2"), SOON);
        long after = System.nanoTime();

        assertThat(lab.timeline().several(ALIAS, before, after))
                .isBetween(Duration.ofMillis(5), Duration.ofNanos(after - second.atNanos()));
        assertThat(lab.timeline().several(ALIAS, before, second.atNanos())).isZero();
        assertThat(lab.timeline().several(ALIAS, second.atNanos(), end.atNanos()))
                .isGreaterThan(Duration.ofMillis(4));
        assertThat(lab.timeline().moves(ALIAS, before, after)).isEqualTo(1);
    }

    @Test
    void powerOffWhenHostHoldsShouldLeaveNobodyAndPowerOnShouldBringNothingBack() {
        lab.faults().addAddress(lab.web(1), Lab.ALIAS);
        lab.timeline().awaitHolders(ALIAS, Set.of("web1"), SOON);

        lab.faults().powerOff(lab.web(1));
        assertThat(lab.timeline().holders(ALIAS)).isEmpty();

        lab.faults().powerOn(lab.web(1));
        assertThat(lab.timeline().holders(ALIAS)).isEmpty();
        assertThat(lab.web(1).carries(Lab.ALIAS)).isFalse();
        assertThat(lab.web(1).carries(Cidr.of("192.0.2.11/24"))).isTrue();
        assertThat(lab.web(1).namespace().ip("route", "show", "default")).contains("192.0.2.1");
    }

    @Test
    void cableWhenPulledShouldTakeTheCarrierAndIsolationShouldNot() {
        lab.faults().cableOut(lab.web(1));
        assertThat(link(lab.web(1))).contains("NO-CARRIER");
        lab.faults().cableIn(lab.web(1));
        assertThat(link(lab.web(1))).contains("LOWER_UP");
        lab.faults().isolate(lab.web(1));
        assertThat(link(lab.web(1))).contains("LOWER_UP");
    }

    @Test
    void prefixWhenChangedByHandShouldBeTheNewOne() {
        lab.faults().addAddress(lab.web(1), Lab.ALIAS);
        lab.faults().changePrefix(lab.web(1), Lab.ALIAS, 32);

        assertThat(lab.web(1).carries(Lab.ALIAS)).isFalse();
        assertThat(lab.timeline().carried("web1")).isNotNull();
    }

    @Test
    void interfaceWhenDeletedShouldBeGoneAndComeBackAsAfterBoot() {
        lab.faults().addAddress(lab.web(1), Lab.ALIAS);
        lab.timeline().awaitHolders(ALIAS, Set.of("web1"), SOON);

        lab.faults().deleteInterface(lab.web(1));
        lab.timeline().awaitHolders(ALIAS, Set.of(), SOON);
        lab.faults().restoreInterface(lab.web(1));

        assertThat(lab.web(1).carries(Cidr.of("192.0.2.11/24"))).isTrue();
        assertThat(lab.web(1).carries(Lab.ALIAS)).isFalse();
    }

    @Test
    void closeShouldLeaveNoNamespaceAndNoFileOfItsOwn() {
        Lab second = Lab.build();
        String prefix = "ad-" + second.id() + "-";
        assertThat(Shell.run("ip", "netns", "list")).contains(prefix + "web1", prefix + "switch");
        assertThat(second.id()).isNotEqualTo(lab.id());

        second.close();

        assertThat(Shell.run("ip", "netns", "list")).doesNotContain(prefix).contains("ad-" + lab.id());
        assertThat(second.folder()).doesNotExist();
    }

    /** No daemon of root's takes a state folder there, and a checkout may lie there. */
    @Test
    void workFolderThatOthersCanWriteShouldBeLeftForOneOfOurs(@TempDir Path folder) throws IOException {
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

        try (Lab second = Lab.build(2, Optional.of(open.resolve("lab")), DaemonCommand.ofThisProgram())) {
            assertThat(second.folder().startsWith(open)).isFalse();
            Shell.run("rm", "-r", second.folder().toString());
        }
        assertThat(open).isEmptyDirectory();
    }

    private static String link(LabHost host) {
        return host.namespace().ip("link", "show", "dev", Station.INTERFACE);
    }
}
