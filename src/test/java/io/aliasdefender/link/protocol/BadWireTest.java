package io.aliasdefender.link.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.link.protocol.PathState.Way;
import io.aliasdefender.link.protocol.Session.Heard;
import io.aliasdefender.link.protocol.Session.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two sessions over a wire that loses, doubles, delays, reorders, replays and forges. */
class BadWireTest {
    private static final long MILLI = 1_000_000;
    private static final long STEP = 10 * MILLI;
    private static final long BOUND = Duration.ofMillis(4_500).toNanos();

    private final List<Flying> flying = new ArrayList<>();
    private final List<byte[]> recorded = new ArrayList<>();

    @SuppressWarnings("ArrayRecordComponent") // compared by which it is
    private record Flying(boolean toA, byte[] bytes, long atNanos) {}

    /** One of the two, with all that a receiver does. */
    private static final class End {
        private final boolean a;
        private final Signing signing = Messages.signing();
        private long boot;
        private Session session;

        End(boolean a, long boot, long now) {
            this.a = a;
            restart(boot, now);
        }

        void restart(long newBoot, long now) {
            boot = newBoot;
            session = new Session(newBoot, Duration.ofSeconds(1), now);
        }

        byte[] message(long now) {
            Stamp stamp = session.next(now);
            // The moment of sending is told, for the test to judge by.
            Body body = new Body(
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.of(new Body.Summary(now, boot, 0)),
                    Optional.empty(),
                    Body.Talk.NOTHING);
            Header header = new Header(
                    7,
                    0,
                    1,
                    1_000,
                    stamp.lossPercent(),
                    false,
                    1,
                    2,
                    a ? 1 : 2,
                    boot,
                    stamp.counter(),
                    stamp.echoBoot(),
                    stamp.echoCounter(),
                    stamp.echoDelayMicros());
            return Encoder.encode(new Message(header, body), signing);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void messageWhenItCountsShouldBeOfThePresentBootAndOfAMomentAgo(int seed) {
        Random random = new Random(seed);
        End a = new End(true, 1, 0);
        End b = new End(false, 2, 0);
        long nextBoot = 3;
        long now = 0;
        int proved = 0;
        double loss = random.nextInt(4) / 10.0;
        for (int step = 0; step < 12_000; step++) {
            now += STEP;
            if (random.nextInt(2_000) == 0) {
                (random.nextBoolean() ? a : b).restart(nextBoot++, now);
            }
            send(a, now, random, loss);
            send(b, now, random, loss);
            for (Flying one : arrived(now)) {
                proved += receive(one.toA() ? a : b, one.toA() ? b : a, one.bytes(), now) ? 1 : 0;
            }
            a.session.updateWay(now);
            b.session.updateWay(now);
        }
        assertThat(proved).isGreaterThan(50);
        assertEstablishedOnAGoodWire(a, b, now);
    }

    private void send(End from, long now, Random random, double loss) {
        if (from.session.dueNanos() > now) {
            return;
        }
        byte[] bytes = from.message(now);
        recorded.add(bytes);
        int copies = random.nextInt(10) == 0 ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            long delay = random.nextInt(20) == 0 ? random.nextInt(12_000) : random.nextInt(30);
            if (random.nextDouble() >= loss) {
                flying.add(new Flying(!from.a, bytes, now + delay * MILLI));
            }
        }
        // Replayed to either, and forged.
        byte[] old = recorded.get(random.nextInt(recorded.size()));
        flying.add(new Flying(random.nextBoolean(), old, now + random.nextInt(100) * MILLI));
        byte[] forged = bytes.clone();
        forged[random.nextInt(forged.length)] ^= (byte) (1 << random.nextInt(8));
        flying.add(new Flying(!from.a, forged, now));
    }

    private List<Flying> arrived(long now) {
        List<Flying> arrived =
                flying.stream().filter(one -> one.atNanos() <= now).toList();
        flying.removeAll(arrived);
        return arrived;
    }

    /** Returns whether it counted, after having judged that it may. */
    private static boolean receive(End to, End from, byte[] bytes, long now) {
        Decoded<Message> decoded = Decoder.decode(bytes, bytes.length, to.signing);
        if (decoded.found().isEmpty() || decoded.found().get().header().path() != (from.a ? 1 : 2)) {
            return false;
        }
        Message message = decoded.found().get();
        boolean counts = to.session.heard(message.header(), now) == Heard.PROVED;
        if (counts) {
            long sent = message.body().summary().orElseThrow().version();
            assertThat(now - sent).isLessThanOrEqualTo(BOUND);
        }
        return counts;
    }

    private static void assertEstablishedOnAGoodWire(End a, End b, long begun) {
        long now = begun;
        for (int step = 0; step < 500; step++) {
            now += STEP;
            for (End from : List.of(a, b)) {
                if (from.session.dueNanos() <= now) {
                    receive(from == a ? b : a, from, from.message(now), now);
                }
                from.session.updateWay(now);
            }
        }
        assertThat(a.session.peerBoot()).contains(b.boot);
        assertThat(b.session.peerBoot()).contains(a.boot);
        assertThat(List.of(a.session.state(now).way(), b.session.state(now).way()))
                .containsOnly(Way.BOTH);
    }
}
