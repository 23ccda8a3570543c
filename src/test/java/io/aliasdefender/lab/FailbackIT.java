package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** Three hosts that give the alias back to the best of them that wants it. */
@ExtendWith(LabRequired.class)
class FailbackIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final IpAddress ALIAS = Lab.ALIAS.address();
    private static final LabConfig CONFIG =
            LabConfig.every(Duration.ofMillis(100)).with("failback: 1s");
    /** So long that both better hosts are back before the first of them is due. */
    private static final LabConfig CONFIG_OF_TWO_BETTER =
            LabConfig.every(Duration.ofMillis(100)).with("failback: 5s");
    /** Several times what a failback takes. */
    private static final Duration LONG = Duration.ofSeconds(8);

    private static Lab lab;

    @BeforeAll
    static void build() {
        lab = Lab.build(3, Optional.of(Path.of("target", "lab", "FailbackIT")), DaemonCommand.ofThisProgram());
    }

    @AfterAll
    static void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void begin(TestInfo test) {
        lab.hosts().forEach(host -> host.note("=== " + test.getDisplayName()));
        lab.configure(CONFIG);
    }

    @AfterEach
    void reset() {
        lab.reset();
    }

    @Test
    void thirdWhenBothBetterOnesAreBackShouldGiveTheAliasToTheBest() {
        start(3);
        awaitState(3, "holding");
        lab.configure(CONFIG_OF_TWO_BETTER);
        lab.web(3).hangUp();
        lab.web(2).start();
        lab.web(1).start();
        lab.web(2).awaitReady();
        lab.web(1).awaitReady();

        Await.until(
                SOON,
                () -> lab.timeline().holders(ALIAS).equals(Set.of("web1")),
                () -> "web1 has it, not " + lab.timeline().holders(ALIAS) + "\n"
                        + lab.web(3).lastLines(20));
        long back = System.nanoTime();
        Await.pause(LONG.dividedBy(4));
        assertThat(lab.timeline().moves(ALIAS, back, System.nanoTime())).isZero();
    }

    @Test
    void holderWhenThePrimaryIsInMaintenanceShouldNotGiveTheAliasBack() throws Exception {
        start(1);
        awaitState(1, "holding");
        start(2);
        awaitState(2, "watching");
        Door.Answer begun = Door.unix(lab.web(1))
                .ask(
                        "POST",
                        "/api/maintenance",
                        "{\"on\": true, \"reason\": \"new disk\", \"for\": \"1h\"}",
                        "Content-Type: application/json");
        assertThat(begun.status()).as(begun.text()).isEqualTo(200);
        lab.timeline().awaitHolders(ALIAS, Set.of("web2"), SOON);
        long taken = System.nanoTime();

        Await.pause(LONG);

        long now = System.nanoTime();
        System.out.println("primary in maintenance: nobody for "
                + lab.timeline().nobody(ALIAS, taken, now).toMillis() + " ms of " + LONG.toMillis());
        assertThat(lab.timeline().nobody(ALIAS, taken, now))
                .as(lab.web(2).lastLines(20))
                .isZero();
        assertThat(lab.timeline().holders(ALIAS)).containsExactly("web2");
    }

    /** Its defender is stopped, and its kernel asks for the alias as that of any client does. */
    @Test
    void holderWhenThePrimarysKernelAloneAsksForTheAliasShouldNotGiveItBack() throws Exception {
        start(1);
        awaitState(1, "holding");
        start(2);
        awaitState(2, "watching");
        lab.web(1).stop(SOON);
        lab.timeline().awaitHolders(ALIAS, Set.of("web2"), SOON);
        long taken = System.nanoTime();
        Process asking = new ProcessBuilder(lab.web(1)
                        .namespace()
                        .command(List.of(
                                "sh",
                                "-c",
                                "for i in $(seq 100); do ip neighbour flush all; ping -c 1 -W 1 " + ALIAS
                                        + "; sleep 0.1; done")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            Await.pause(LONG);
        } finally {
            asking.descendants().forEach(ProcessHandle::destroy);
            asking.destroy();
        }

        long now = System.nanoTime();
        assertThat(lab.timeline().nobody(ALIAS, taken, now))
                .as(lab.web(2).lastLines(20))
                .isZero();
        assertThat(lab.timeline().holders(ALIAS)).containsExactly("web2");
    }

    private static void start(int number) {
        lab.web(number).start();
        lab.web(number).awaitReady();
    }

    private static void awaitState(int number, String state) {
        LabHost host = lab.web(number);
        Await.until(
                SOON,
                () -> Quotes.state(host, ALIAS).equals(state),
                () -> host + " is " + state + "; it says " + Quotes.reason(host, ALIAS) + "\n" + host.lastLines(20));
    }
}
