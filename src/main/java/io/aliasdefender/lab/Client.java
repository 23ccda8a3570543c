package io.aliasdefender.lab;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.os.IcmpSocket;
import io.aliasdefender.os.NetNs;
import java.io.IOException;
import java.time.Duration;

/**
 * Somebody who uses the alias all the time: sends an echo request every two milliseconds, by default, from a namespace
 * and notes when which answer came. Requests leave at absolute times, so a late one does not delay the next.
 */
public final class Client implements AutoCloseable {
    /** Between two requests of one by whom time is measured. */
    public static final Duration INTERVAL = Duration.ofMillis(2);
    /** The time from which requests are remembered. */
    private static final Duration MEMORY = Duration.ofMinutes(15);

    private static final Duration SHORT_MEMORY = Duration.ofMinutes(1);
    /** A client that was not run for longer than this does not send what it missed. */
    private static final int MOST_LATE_REQUESTS = 4;

    private static final int MOST_PACKETS_A_TURN = 64;

    private final IpAddress target;
    private final IcmpSocket socket;
    private final long intervalNanos;
    private final EchoRecord answers;
    private final LabThread thread;

    /** The client of a laboratory, every two milliseconds. Starts at once. */
    public Client(Lab lab, IpAddress target) {
        this(lab.client(), target, INTERVAL);
    }

    /** Any station. Starts at once. */
    Client(Station station, IpAddress target, Duration interval) {
        this(target, interval, MEMORY, socket(station, target));
    }

    /**
     * This host itself, outside of any laboratory, for a minute; the target may be an address of its own. Starts at once.
     *
     * @throws IOException when echo requests are not permitted
     */
    public static Client here(IpAddress target) throws IOException {
        return new Client(target, INTERVAL, SHORT_MEMORY, IcmpSocket.openForAny(target.v6()));
    }

    private Client(IpAddress target, Duration interval, Duration memory, IcmpSocket socket) {
        this.target = target;
        this.socket = socket;
        intervalNanos = interval.toNanos();
        answers = new EchoRecord((int) memory.dividedBy(interval), interval);
        thread = new LabThread("lab-client", this::run).first();
        thread.start();
    }

    /** What it noted so far. */
    public EchoRecord answers() {
        return answers;
    }

    private static IcmpSocket socket(Station station, IpAddress target) {
        try {
            return NetNs.call(station.namespace().name(), () -> IcmpSocket.open(target.v6()));
        } catch (Exception failure) {
            throw new LabException(station.name() + " cannot send: " + failure.getMessage(), failure);
        }
    }

    /** Waits until an answer comes that arrived after a moment. */
    public void awaitAnswer(long afterNanos, Duration limit) {
        Await.until("the client gets an answer from " + target, limit, () -> answers.latestNanos() > afterNanos);
    }

    private void run() {
        Poll poll = new Poll(socket.fd());
        long next = System.nanoTime();
        IcmpSocket.Receiver receiver = (from, sequence) -> answers.answered(sequence, System.nanoTime());
        while (!thread.stopped()) {
            long now = System.nanoTime();
            if (now >= next) {
                // The request carries its number where others put their time of sending: the answer brings it back.
                long sequence = answers.next();
                answers.sent(now);
                socket.send(target, 0, sequence);
                next = Math.max(next + intervalNanos, now - MOST_LATE_REQUESTS * intervalNanos);
            }
            poll.await(next - System.nanoTime());
            socket.receive(MOST_PACKETS_A_TURN, receiver);
        }
    }

    @Override
    public void close() {
        thread.stop();
        socket.close();
    }
}
