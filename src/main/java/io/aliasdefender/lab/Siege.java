package io.aliasdefender.lab;

import io.aliasdefender.web.ApiClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Holds as many connections to a daemon's web as it lets in, from several addresses of this host, with one kind of
 * attack or several at once; those that are closed are opened anew. Meanwhile the Unix socket is asked how things stand.
 * Bounded in number and time.
 */
final class Siege {
    /** Nobody keeps a connection for longer that does not read. */
    private static final long LIFE_NANOS = Duration.ofSeconds(8).toNanos();

    private static final long MORE_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long TURN_MILLIS = 100;
    /** A handshake takes several turns of both sides. */
    private static final int ATTACKERS = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration CUT_LIMIT = Duration.ofSeconds(60);
    /** Of those that a daemon lets in from one source. */
    private static final int A_SOURCE = 380;

    private final InetSocketAddress web;
    private final List<Slot> slots = new ArrayList<>();
    private final AtomicLong opened = new AtomicLong();

    /** A place for a connection. */
    private static final class Slot {
        private final WebAttack attack;
        private final InetAddress from;
        private SocketChannel channel;
        private long openedNanos;
        private long saidNanos;

        Slot(WebAttack attack, InetAddress from) {
            this.attack = attack;
            this.from = from;
        }
    }

    /**
     * What came of it.
     *
     * @param opened connections, one after the other in each place
     * @param asked how often the Unix socket was asked how things stand
     * @param median of its answers, and the slowest
     * @param heap the most that was in use, garbage included
     * @param old the most that was in use of what lives longer
     * @param direct the most of the memory beside the heap that buffers take
     * @param held the most that the daemon thought its connections hold
     * @param cut connections of which it said that they held too much
     */
    record Outcome(
            long opened,
            long asked,
            Duration median,
            Duration slowest,
            long heap,
            long old,
            long direct,
            long held,
            long cut) {
        /** For people. */
        String told() {
            return String.format(
                    Locale.ROOT,
                    "%d connections made; the socket's status half the time within %d ms, at worst %d ms%s; heap at most"
                            + " %d MB (%d MB of it old), buffers beside it %d MB; held by its own estimate %d MB, %d cut",
                    opened,
                    median.toMillis(),
                    slowest.toMillis(),
                    slowest.toMillis() > 1_000 ? " (NOT within a second)" : "",
                    heap >> 20,
                    old >> 20,
                    direct >> 20,
                    held >> 20,
                    cut);
        }
    }

    /**
     * Prepares it.
     *
     * @param web on a loopback address
     * @param attacks one after the other, and again from the first
     */
    Siege(InetSocketAddress web, List<WebAttack> attacks, int connections) throws IOException {
        this.web = web;
        for (int i = 0; i < connections; i++) {
            slots.add(new Slot(attacks.get(i % attacks.size()), source(i)));
        }
    }

    /** From where the connection of that number comes, so that all find a place: all of 127.0.0.0/8 is this host. */
    static InetAddress source(int number) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (1 + number / A_SOURCE)});
    }

    /** Besieges and asks; {@link IOException} when the daemon does not answer on its socket any more. */
    Outcome run(Path socket, Duration length) throws IOException, InterruptedException {
        return run(socket, length, false);
    }

    /** The same, and goes on until a connection was cut: on a busy machine it takes longer until they hold so much. */
    Outcome runUntilCut(Path socket, Duration length) throws IOException, InterruptedException {
        return run(socket, length, true);
    }

    private Outcome run(Path socket, Duration length, boolean untilCut) throws IOException, InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> attackers = new ArrayList<>();
        int share = (slots.size() + ATTACKERS - 1) / ATTACKERS;
        for (int from = 0; from < slots.size(); from += share) {
            List<Slot> some = slots.subList(from, Math.min(from + share, slots.size()));
            // In the network namespace of whoever calls: a thread has that of the one that made it.
            Thread attacker = new Thread(() -> attack(some, over), "siege");
            attacker.setDaemon(true);
            attacker.start();
            attackers.add(attacker);
        }
        try {
            return watch(socket, System.nanoTime() + length.toNanos(), untilCut);
        } finally {
            over.set(true);
            for (Thread attacker : attackers) {
                attacker.join();
            }
        }
    }

    private void attack(List<Slot> some, AtomicBoolean over) {
        try {
            while (!over.get()) {
                for (Slot slot : some) {
                    if (!over.get()) {
                        turn(slot, System.nanoTime());
                    }
                }
                Thread.sleep(TURN_MILLIS);
            }
        } catch (InterruptedException enough) {
            Thread.currentThread().interrupt();
        } finally {
            some.forEach(Siege::close);
        }
    }

    private void turn(Slot slot, long now) {
        if (slot.channel != null && now - slot.openedNanos < LIFE_NANOS && saysMore(slot, now)) {
            return;
        }
        close(slot);
        try {
            slot.channel = slot.attack.open(web, slot.from);
            slot.openedNanos = now;
            slot.saidNanos = now;
            opened.incrementAndGet();
        } catch (IOException | GeneralSecurityException full) {
            // Next time.
        }
    }

    /** Whether it is still connected, as far as can be seen without reading. */
    private static boolean saysMore(Slot slot, long now) {
        byte[] more = slot.attack.more();
        if (more.length == 0 || now - slot.saidNanos < MORE_NANOS) {
            return true;
        }
        slot.saidNanos = now;
        try {
            slot.channel.write(ByteBuffer.wrap(more));
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    private static void close(Slot slot) {
        try {
            if (slot.channel != null) {
                slot.channel.close();
            }
        } catch (IOException already) {
            // It was to be closed.
        }
        slot.channel = null;
    }

    private Outcome watch(Path socket, long end, boolean untilCut) throws IOException, InterruptedException {
        ApiClient api = new ApiClient(socket, PATIENCE);
        List<Duration> answers = new ArrayList<>();
        Outcome most = new Outcome(0, 0, Duration.ZERO, Duration.ZERO, 0, 0, 0, 0, 0);
        while (System.nanoTime() < end
                || untilCut && most.cut() == 0 && System.nanoTime() < end + CUT_LIMIT.toNanos()) {
            long begin = System.nanoTime();
            api.get("/api/status");
            answers.add(Duration.ofNanos(System.nanoTime() - begin));
            most = most(most, Flood.get(socket, "/metrics"));
            Thread.sleep(500);
        }
        Collections.sort(answers);
        return new Outcome(
                opened.get(),
                answers.size(),
                answers.get(answers.size() / 2),
                answers.get(answers.size() - 1),
                most.heap(),
                most.old(),
                most.direct(),
                most.held(),
                most.cut());
    }

    private static Outcome most(Outcome before, String page) {
        return new Outcome(
                0,
                0,
                Duration.ZERO,
                Duration.ZERO,
                Math.max(before.heap(), sum(page, "jvm_memory_used_bytes\\{area=\"heap\",id=\"[^\"]+\"}")),
                Math.max(before.old(), sum(page, "jvm_memory_used_bytes\\{area=\"heap\",id=\"Tenured Gen\"}")),
                Math.max(before.direct(), sum(page, "jvm_buffer_memory_used_bytes\\{id=\"direct\"}")),
                Math.max(before.held(), sum(page, "alias_defender_http_held_bytes")),
                sum(page, "alias_defender_http_connections_cut_total"));
    }

    private static long sum(String page, String series) {
        Matcher figures = Pattern.compile("(?m)^" + series + " (\\S+)$").matcher(page);
        double sum = 0;
        while (figures.find()) {
            sum += Double.parseDouble(figures.group(1));
        }
        return (long) sum;
    }
}
