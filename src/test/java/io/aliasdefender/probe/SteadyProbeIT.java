package io.aliasdefender.probe;

import static io.aliasdefender.os.Namespaces.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.spec.Policy;
import io.aliasdefender.lab.Await;
import io.aliasdefender.os.ArpPacket;
import io.aliasdefender.os.ArpSocket;
import io.aliasdefender.os.NetNs;
import io.aliasdefender.payload.ProbePlan;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.ProbeTarget;
import io.aliasdefender.payload.ProbeTarget.Purpose;
import io.aliasdefender.payload.Stall;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steady probes of hosts that come, go and move. */
@Tag("alone")
class SteadyProbeIT extends ProberFixture {
    /** More than twenty reply time-outs. */
    private static final Duration LONG_INTERVAL = Duration.ofMillis(500);

    @ParameterizedTest
    @ValueSource(strings = {V4, V6})
    void aliasWhenItMovesAndGoesAwayShouldGiveRepliesOfItsHolderThenSilence(String alias) throws Exception {
        hold(b, alias);
        plan(alias);
        replyFrom(alias, net.mac(b));

        hold(c, alias);
        release(b, alias);
        replyFrom(alias, net.mac(c));

        release(c, alias);
        long released = System.nanoTime();
        assertThat(outcome(alias, ProbeOutcome.Silence.class).waited()).isGreaterThanOrEqualTo(MIN_TIMEOUT);
        measured("silence of " + alias + " after its release", millis(System.nanoTime() - released));
        outcome(PARTNER.toString(), ProbeOutcome.Reply.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {V4, V6})
    void aliasWhenCarriedByOurselvesShouldBeSilentUntilAnotherHoldsItToo(String alias) throws Exception {
        hold(a, alias);
        said.await(KernelView.class, view -> view.carries(IpAddress.of(alias)));
        plan(alias);
        outcome(alias, ProbeOutcome.Silence.class);

        hold(b, alias);
        replyFrom(alias, net.mac(b));

        release(b, alias);
        outcome(alias, ProbeOutcome.Silence.class);
    }

    @Test
    void neighbourThatAnswersArpShouldNotBeAskedByEchoWhereTheIntervalIsLong() throws Exception {
        plan(V4, LONG_INTERVAL);
        // Until it is known how long an answer takes, nothing is short compared to it.
        repliesOfThePartner(4);
        long before = echoesReceived(b);
        repliesOfThePartner(4);
        assertThat(echoesReceived(b)).isEqualTo(before);

        plan(V4, INTERVAL);
        awaitEchoRequests(before, "echo requests come too where it is short");
    }

    /** The network may answer ARP in the name of a host that is dead; an echo is answered by the host alone. */
    @Test
    void holderWhoseDefenderIsNotSeenShouldBeAskedByEchoToo() throws Exception {
        hold(b, V4);
        plan(V4, LONG_INTERVAL);
        repliesOf(V4, 4);
        long before = echoesReceived(b);

        awaitEchoRequests(before, "echo requests come for the alias");
    }

    private void awaitEchoRequests(long before, String what) {
        Await.until(what, Duration.ofSeconds(10), () -> echoesReceived(b) > before);
    }

    @Test
    void whoAnsweredShouldBeAskedAloneMostlyAndEverybodyWhenItIsSilent() throws Exception {
        hold(b, V4);
        plan(V4);
        repliesOf(V4, 8);
        MacAddress mac = net.mac(c);
        int index = net.index(c);
        try (ArpSocket ear = NetNs.call(c, () -> ArpSocket.open(index, mac))) {
            repliesOf(V4, 24);
            // The kernel may ask once, too.
            assertThat(questions(ear)).isBetween(2L, 5L);

            release(b, V4);
            outcome(V4, ProbeOutcome.Silence.class);
            questions(ear);
            for (int i = 0; i < 4; i++) {
                outcome(V4, ProbeOutcome.Silence.class);
            }
            assertThat(questions(ear)).isGreaterThanOrEqualTo(4);
        }
    }

    private void repliesOf(String address, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            outcome(address, ProbeOutcome.Reply.class);
        }
    }

    /** Those about the alias since the last time. */
    private static long questions(ArpSocket ear) {
        List<ArpPacket> heard = new ArrayList<>();
        ear.receive(1_000, heard::add);
        return heard.stream()
                .filter(packet -> packet.targetIp().equals(IpAddress.of(V4)))
                .count();
    }

    @Test
    void neighbourThatAnswersNoArpShouldBeAskedByEchoInTheSameRound() throws Exception {
        hold(b, V4);
        set(b, "net.ipv4.conf.all.arp_ignore", "8");
        ip("-n", a, "neigh", "replace", V4, "lladdr", net.mac(b).toString(), "dev", "eth0", "nud", "permanent");

        plan(V4, LONG_INTERVAL);

        for (int i = 0; i < 3; i++) {
            assertThat(outcome(V4, ProbeOutcome.class))
                    .isInstanceOfSatisfying(
                            ProbeOutcome.Reply.class,
                            reply -> assertThat(reply.mac()).isEmpty());
        }
    }

    private void repliesOfThePartner(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            replyFrom(PARTNER.toString(), net.mac(b));
        }
    }

    private static void set(String namespace, String parameter, String value) throws Exception {
        ip("netns", "exec", namespace, "sysctl", "-qw", parameter + "=" + value);
    }

    /** Echo requests that the kernel of a host has received so far (InEchos of RFC 2011). */
    private static long echoesReceived(String namespace) {
        try {
            List<String[]> lines = ip("netns", "exec", namespace, "cat", "/proc/net/snmp")
                    .lines()
                    .filter(line -> line.startsWith("Icmp:"))
                    .map(line -> line.split(" "))
                    .toList();
            return Long.parseLong(lines.get(1)[List.of(lines.get(0)).indexOf("InEchos")]);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void nodeOnALinkOfAnotherNetworkShouldBecomeKnownByItsAnswerFromThere() throws Exception {
        // Linux answers for each of its addresses on every link (arp_ignore=0).
        ip("-n", b, "addr", "add", "198.51.100.12/32", "dev", "lo");
        Question question = Question.on("eth0", IpAddress.of("198.51.100.12"));
        Channels.PROBE_PLAN.publish(
                vertx, new ProbePlan(List.of(new ProbeTarget(question, INTERVAL, MIN_TIMEOUT, Purpose.IDENTITY))));
        replyFrom("198.51.100.12", net.mac(b));
    }

    @Test
    void manyTargetsAtTenMillisecondsShouldAllBeAnswered() throws Exception {
        List<ProbeTarget> targets = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String address = "192.0.2." + (150 + i);
            hold(b, address);
            targets.add(new ProbeTarget(
                    Question.on("eth0", IpAddress.of(address)), Policy.MIN_INTERVAL, MIN_TIMEOUT, Purpose.TAKE));
        }
        Channels.PROBE_PLAN.publish(vertx, new ProbePlan(targets));
        for (ProbeTarget target : targets) {
            said.await(
                    ProbeResult.class,
                    result -> result.question().address().equals(target.address())
                            && result.outcome() instanceof ProbeOutcome.Reply);
        }
    }

    @Test
    void loopWhenBlockedShouldTellAStallBeforeABrokenRoundAndNoSilence() throws Exception {
        plan(V4);
        // From then on each round lasts until the next one.
        for (int i = 0; i < 4; i++) {
            outcome(V4, ProbeOutcome.Silence.class);
        }
        CompletableFuture<Void> blocked = new CompletableFuture<>();
        vertx.runOnContext(ignored -> {
            try {
                // The pause itself is the subject.
                Thread.sleep(400);
                blocked.complete(null);
            } catch (InterruptedException failure) {
                blocked.completeExceptionally(failure);
            }
        });
        await(blocked);

        Stall stall = said.await(Stall.class, any -> true);
        assertThat(stall.length()).isGreaterThan(Duration.ofMillis(300));
        // Nobody answers, so that a round is always open; the first that is told after the stall is the one it spoilt.
        ProbeResult next = said.await(
                ProbeResult.class, result -> result.question().address().equals(IpAddress.of(V4)));
        assertThat(next.outcome())
                .isEqualTo(new ProbeOutcome.Broken(
                        "this process was paused for " + stall.length().toMillis() + " ms"));
        outcome(V4, ProbeOutcome.Silence.class);
    }

    /** Where they are, as this process was told. */
    private static String nativeLibraries(String property) {
        return "-D" + property + "=" + System.getProperty(property, "");
    }

    @Test
    void proberWithoutTheCapabilityShouldSayWhichOneIsMissing() throws Exception {
        Process process = new ProcessBuilder(
                        "setpriv",
                        "--bounding-set=-net_raw",
                        System.getProperty("java.home") + "/bin/java",
                        // Else they are unpacked to /tmp, where they cannot be executed on a hardened host.
                        nativeLibraries("jna.boot.library.path"),
                        nativeLibraries("java.library.path"),
                        "-Djna.nounpack=true",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        DeployProber.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(output)
                .contains("RESULT cannot probe: cannot open an ARP socket: not permitted: needs root or CAP_NET_RAW"
                        + " (systemd: AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW)");
    }
}
