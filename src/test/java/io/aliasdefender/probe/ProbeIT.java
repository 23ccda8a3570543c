package io.aliasdefender.probe;

import static io.aliasdefender.probe.Namespaces.ip;
import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.address.KernelVerticle;
import io.aliasdefender.bus.ByReference;
import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstRequest;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.ProbePlan;
import io.aliasdefender.core.probe.ProbeResult;
import io.aliasdefender.core.probe.ProbeTarget;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.probe.Stall;
import io.aliasdefender.core.spec.Policy;
import io.aliasdefender.os.ArpSocket;
import io.aliasdefender.os.NdSocket;
import io.aliasdefender.os.NetNs;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The real prober and kernel watcher on host a, against real hosts b and c on one switch. Needs root. */
class ProbeIT {
    private static final Logger LOG = LoggerFactory.getLogger(ProbeIT.class);
    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final Duration MIN_TIMEOUT = Duration.ofMillis(10);
    private static final String V4 = "192.0.2.100";
    private static final String V6 = "2001:db8::100";
    private static final IpAddress PARTNER = IpAddress.of("192.0.2.12");

    private final Recorder said = new Recorder();
    private Namespaces net;
    private Vertx vertx;
    private String a;
    private String b;
    private String c;

    @BeforeAll
    static void requireRoot() {
        Namespaces.requireRoot();
    }

    @BeforeEach
    void build() throws Exception {
        net = new Namespaces();
        a = net.host("a");
        b = net.host("b");
        c = net.host("c");
        address(a, "192.0.2.11", "2001:db8::11");
        address(b, "192.0.2.12", "2001:db8::12");
        address(c, "192.0.2.13", "2001:db8::13");
        vertx = vertxIn(a);
        ByReference.register(vertx);
        said.record(
                vertx,
                Channels.PROBE_RESULT,
                Channels.BURST_RESULT,
                Channels.SIGHTING,
                Channels.STALL,
                Channels.KERNEL);
        await(vertx.deployVerticle(new KernelVerticle()).toCompletionStage().toCompletableFuture());
        await(vertx.deployVerticle(new ProbeVerticle()).toCompletionStage().toCompletableFuture());
    }

    @AfterEach
    void tearDown() throws Exception {
        try {
            if (vertx != null) {
                await(vertx.close().toCompletionStage().toCompletableFuture());
            }
        } finally {
            net.close();
        }
    }

    /** Its one event loop lives in the namespace, and so do all sockets that are made there. */
    private static Vertx vertxIn(String namespace) throws Exception {
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
        CompletableFuture<Void> entered = new CompletableFuture<>();
        vertx.runOnContext(ignored -> {
            try {
                NetNs.enter(namespace);
                entered.complete(null);
            } catch (Exception failure) {
                entered.completeExceptionally(failure);
            }
        });
        await(entered);
        return vertx;
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    private static void address(String namespace, String v4, String v6) throws Exception {
        ip("-n", namespace, "addr", "add", v4 + "/24", "dev", "eth0");
        ip("-n", namespace, "addr", "add", v6 + "/64", "dev", "eth0", "nodad");
    }

    private static void hold(String namespace, String alias) throws Exception {
        String[] nodad = alias.contains(":") ? new String[] {"nodad", "preferred_lft", "0"} : new String[0];
        List<String> command =
                new ArrayList<>(List.of("-n", namespace, "addr", "add", alias + prefix(alias), "dev", "eth0"));
        command.addAll(List.of(nodad));
        ip(command.toArray(String[]::new));
    }

    private static void release(String namespace, String alias) throws Exception {
        ip("-n", namespace, "addr", "del", alias + prefix(alias), "dev", "eth0");
    }

    private static String prefix(String alias) {
        return alias.contains(":") ? "/64" : "/24";
    }

    private void plan(String alias) {
        plan(alias, INTERVAL);
    }

    private void plan(String alias, Duration interval) {
        Channels.PROBE_PLAN.publish(
                vertx,
                new ProbePlan(List.of(
                        new ProbeTarget(IpAddress.of(alias), Optional.of("eth0"), interval, MIN_TIMEOUT, true),
                        new ProbeTarget(PARTNER, Optional.of("eth0"), interval, MIN_TIMEOUT, false))));
    }

    private <T extends ProbeOutcome> T outcome(String address, Class<T> type) throws InterruptedException {
        return type.cast(said.await(
                        ProbeResult.class,
                        result -> result.address().equals(IpAddress.of(address)) && type.isInstance(result.outcome()))
                .outcome());
    }

    private void replyFrom(String address, MacAddress mac) throws InterruptedException {
        said.await(
                ProbeResult.class,
                result -> result.address().equals(IpAddress.of(address))
                        && result.outcome() instanceof ProbeOutcome.Reply reply
                        && reply.mac().equals(Optional.of(mac)));
    }

    private Sighting sighting(Sighting.Kind kind) throws InterruptedException {
        return said.await(Sighting.class, sighting -> sighting.kind() == kind);
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }

    private static void measured(String what, double millis) {
        LOG.info("{}: {} ms", what, String.format(Locale.ROOT, "%.2f", millis));
    }

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
    void burstWhenAliasIsDeadShouldEndSilentWithTheOtherHostAlive(String alias) throws Exception {
        hold(b, alias);
        plan(alias);
        replyFrom(alias, net.mac(b));
        release(b, alias);
        outcome(alias, ProbeOutcome.Silence.class);

        long asked = System.nanoTime();
        Channels.BURST.publish(vertx, burst(7, alias, 10));
        Recorder.Heard end = said.awaitTimed(BurstResult.class, result -> true);
        BurstResult result = (BurstResult) end.payload();

        assertThat(result.id()).isEqualTo(7);
        assertThat(result.alias().silent()).isTrue();
        assertThat(result.alias().sent()).isEqualTo(10);
        assertThat(result.alias().broken()).isZero();
        assertThat(result.alias().took()).isGreaterThanOrEqualTo(Duration.ofMillis(9 * 2));
        assertThat(result.hosts().get(PARTNER).alive()).isTrue();
        measured("burst of 10 at 2 ms at dead " + alias, millis(end.nanos() - asked));
        measured("of which listening", millis(result.alias().took().toNanos()));
    }

    @ParameterizedTest
    @ValueSource(strings = {V4, V6})
    void burstWhenAliasAnswersShouldEndAtOnce(String alias) throws Exception {
        hold(b, alias);
        plan(alias);
        replyFrom(alias, net.mac(b));

        Channels.BURST.publish(vertx, burst(8, alias, 100));
        BurstResult result = said.await(BurstResult.class, any -> true);

        assertThat(result.alias().alive()).isTrue();
        assertThat(result.alias().sent()).isLessThan(100);
        assertThat(result.alias().rtt()).isPresent();
        measured("burst at living " + alias, millis(result.alias().took().toNanos()));
    }

    @Test
    void burstWhenReplacedShouldGiveOnlyTheNewResult() throws Exception {
        plan(V4);
        outcome(V4, ProbeOutcome.Silence.class);

        Channels.BURST.publish(vertx, burst(1, V4, 100));
        Channels.BURST.publish(vertx, burst(2, V4, 3));

        assertThat(said.await(BurstResult.class, any -> true).id()).isEqualTo(2);
    }

    private static BurstRequest burst(long id, String alias, int probes) {
        return new BurstRequest(id, IpAddress.of(alias), "eth0", probes, Duration.ofMillis(2), Set.of(PARTNER));
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
    void aliasWhenTwoOthersHoldItShouldGiveASightingOfTheSecond() throws Exception {
        hold(b, V4);
        plan(V4);
        replyFrom(V4, net.mac(b));
        hold(c, V4);

        Sighting seen = sighting(Sighting.Kind.REPLY);

        assertThat(seen.address()).isEqualTo(IpAddress.of(V4));
        assertThat(seen.mac()).isIn(net.mac(b), net.mac(c));
    }

    @Test
    void framesOfAnotherHostAboutTheAliasShouldBeSightings() throws Exception {
        plan(V4);
        outcome(V4, ProbeOutcome.Silence.class);
        MacAddress mac = net.mac(c);
        MacAddress ours = net.mac(a);
        int index = net.index(c);
        try (ArpSocket arp = NetNs.call(c, () -> ArpSocket.open(index, mac));
                ArpSocket mirror = NetNs.call(c, () -> ArpSocket.open(index, ours))) {
            // What a switch sends back to us is our own, and no sighting.
            assertThat(mirror.announce(IpAddress.of(V4))).isEmpty();
            assertThat(arp.probe(IpAddress.of(V4))).isEmpty();
            assertThat(said.await(Sighting.class, sighting -> sighting.kind() != Sighting.Kind.REQUEST))
                    .isEqualTo(new Sighting(IpAddress.of(V4), "eth0", mac, Sighting.Kind.PROBE));
            assertThat(arp.announce(IpAddress.of(V4))).isEmpty();
            assertThat(sighting(Sighting.Kind.ANNOUNCEMENT))
                    .isEqualTo(new Sighting(IpAddress.of(V4), "eth0", mac, Sighting.Kind.ANNOUNCEMENT));
        }
    }

    @Test
    void neighbourPacketsOfAnotherHostAboutTheAliasShouldBeSightings() throws Exception {
        plan(V6, Duration.ofSeconds(1));
        outcome(V6, ProbeOutcome.Silence.class);
        MacAddress mac = net.mac(c);
        int index = net.index(c);
        try (NdSocket nd = NetNs.call(c, () -> NdSocket.open(index, mac))) {
            assertThat(nd.announce(IpAddress.of(V6))).isEmpty();
            assertThat(sighting(Sighting.Kind.ANNOUNCEMENT))
                    .isEqualTo(new Sighting(IpAddress.of(V6), "eth0", mac, Sighting.Kind.ANNOUNCEMENT));
        }
        // The kernel's own duplicate address detection on host c.
        ip("-n", c, "addr", "add", V6 + "/64", "dev", "eth0");
        assertThat(sighting(Sighting.Kind.PROBE))
                .isEqualTo(new Sighting(IpAddress.of(V6), "eth0", mac, Sighting.Kind.PROBE));
    }

    @Test
    void questionOfAnotherHostShouldBeASightingOfARequest() throws Exception {
        plan(V4);
        MacAddress mac = net.mac(c);
        int index = net.index(c);
        outcome(V4, ProbeOutcome.Silence.class);
        try (ArpSocket arp = NetNs.call(c, () -> ArpSocket.open(index, mac))) {
            assertThat(arp.request(IpAddress.of("192.0.2.13"), IpAddress.of(V4)))
                    .isEmpty();
            assertThat(said.await(Sighting.class, any -> true))
                    .isEqualTo(new Sighting(IpAddress.of(V4), "eth0", mac, Sighting.Kind.REQUEST));
        }
    }

    @Test
    void stormOfFramesShouldNotKeepOthersFromBeingHeard() throws Exception {
        plan(V4);
        MacAddress mac = net.mac(c);
        int index = net.index(c);
        AtomicBoolean storming = new AtomicBoolean(true);
        Thread storm = new Thread(() -> {
            try (ArpSocket arp = NetNs.call(c, () -> ArpSocket.open(index, mac))) {
                while (storming.get()) {
                    arp.announce(IpAddress.of(V4));
                }
            } catch (Exception failure) {
                LOG.error("no storm", failure);
            }
        });
        storm.start();
        try {
            sighting(Sighting.Kind.ANNOUNCEMENT);
            for (int i = 0; i < 10; i++) {
                outcome(PARTNER.toString(), ProbeOutcome.Reply.class);
                outcome(V4, ProbeOutcome.Silence.class);
            }
            sighting(Sighting.Kind.ANNOUNCEMENT);
        } finally {
            storming.set(false);
            storm.join();
        }
    }

    @Test
    void burstOfOursShouldBeSeenAsAProbeByOthers() throws Exception {
        MacAddress mac = net.mac(a);
        Recorder other = new Recorder();
        Vertx vertxOfC = vertxIn(c);
        try {
            ByReference.register(vertxOfC);
            other.record(vertxOfC, Channels.SIGHTING, Channels.PROBE_RESULT);
            await(vertxOfC.deployVerticle(new KernelVerticle())
                    .toCompletionStage()
                    .toCompletableFuture());
            await(vertxOfC.deployVerticle(new ProbeVerticle())
                    .toCompletionStage()
                    .toCompletableFuture());
            for (String alias : List.of(V4, V6)) {
                ProbeTarget target =
                        new ProbeTarget(IpAddress.of(alias), Optional.of("eth0"), INTERVAL, MIN_TIMEOUT, true);
                Channels.PROBE_PLAN.publish(vertxOfC, new ProbePlan(List.of(target)));
                other.await(ProbeResult.class, result -> result.address().equals(IpAddress.of(alias)));
                Channels.BURST.publish(vertx, burst(3, alias, 3));
                assertThat(other.await(Sighting.class, sighting -> sighting.kind() != Sighting.Kind.REQUEST))
                        .isEqualTo(new Sighting(IpAddress.of(alias), "eth0", mac, Sighting.Kind.PROBE));
            }
        } finally {
            await(vertxOfC.close().toCompletionStage().toCompletableFuture());
        }
    }

    @Test
    void carrierWhenLostShouldBeKnownAtOnceAndBreakProbesUntilItComesBack() throws Exception {
        hold(b, V4);
        plan(V4);
        replyFrom(V4, net.mac(b));

        long before = System.nanoTime();
        net.port("a", "down");
        Recorder.Heard view = said.awaitTimed(
                KernelView.class, now -> !now.link("eth0").orElseThrow().carrier());
        measured("carrier lost to kernel view, the fork of ip included", millis(view.nanos() - before));
        assertThat(outcome(V4, ProbeOutcome.Broken.class).why()).isEqualTo("eth0 has no carrier: cable or switch port");
        Channels.BURST.publish(vertx, burst(9, V4, 5));
        BurstResult burst = said.await(BurstResult.class, any -> true);
        assertThat(burst.alias().broken()).isEqualTo(5);
        assertThat(burst.alias().silent()).isFalse();

        net.port("a", "up");
        replyFrom(V4, net.mac(b));
    }

    @Test
    void interfaceWhenMadeAnewShouldBeProbedAgain() throws Exception {
        hold(b, V4);
        plan(V4);
        replyFrom(V4, net.mac(b));

        net.unplug("a");
        assertThat(outcome(V4, ProbeOutcome.Broken.class).why()).isEqualTo("there is no interface eth0");

        net.plug("a");
        address(a, "192.0.2.11", "2001:db8::11");
        replyFrom(V4, net.mac(b));
    }

    @Test
    void addressWhenAddedOrDeletedShouldBeInTheKernelsViewSoon() throws Exception {
        long[] added = new long[20];
        for (int i = 0; i < added.length; i++) {
            said.forget();
            long before = System.nanoTime();
            hold(a, V4);
            added[i] = said.awaitTimed(KernelView.class, view -> view.carries(IpAddress.of(V4)))
                            .nanos()
                    - before;
            release(a, V4);
            said.await(KernelView.class, view -> !view.carries(IpAddress.of(V4)));
        }
        Arrays.sort(added);
        // Without events it would be the safety net's several seconds.
        assertThat(Duration.ofNanos(added[added.length / 2])).isLessThan(Duration.ofSeconds(1));
        measured("address added to kernel view, the fork of ip included, median", millis(added[added.length / 2]));
        measured("the same, worst of 20", millis(added[added.length - 1]));
    }

    @Test
    void loopWhenBlockedShouldTellAStallBeforeABrokenRoundAndNoSilence() throws Exception {
        plan(V4);
        outcome(V4, ProbeOutcome.Silence.class);
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
        ProbeResult next =
                said.await(ProbeResult.class, result -> result.address().equals(IpAddress.of(V4)));
        assertThat(next.outcome())
                .isEqualTo(new ProbeOutcome.Broken(
                        "this process was paused for " + stall.length().toMillis() + " ms"));
        outcome(V4, ProbeOutcome.Silence.class);
    }

    @Test
    void manyTargetsAtTenMillisecondsShouldAllBeAnswered() throws Exception {
        List<ProbeTarget> targets = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String address = "192.0.2." + (150 + i);
            hold(b, address);
            targets.add(new ProbeTarget(
                    IpAddress.of(address), Optional.of("eth0"), Policy.MIN_INTERVAL, MIN_TIMEOUT, true));
        }
        Channels.PROBE_PLAN.publish(vertx, new ProbePlan(targets));
        for (ProbeTarget target : targets) {
            said.await(
                    ProbeResult.class,
                    result -> result.address().equals(target.address())
                            && result.outcome() instanceof ProbeOutcome.Reply);
        }
    }

    @Test
    void proberWithoutTheCapabilityShouldSayWhichOneIsMissing() throws Exception {
        Process process = new ProcessBuilder(
                        "setpriv",
                        "--bounding-set=-net_raw",
                        System.getProperty("java.home") + "/bin/java",
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
