package io.aliasdefender.lab;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.os.IcmpSocket;
import io.aliasdefender.os.NetNs;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Many clients on one station: each wants one address, and asks until it is answered. */
final class Crowd implements AutoCloseable {
    /** All of them together: each of a thousand every 200 ms, and the processors stay free for the defenders. */
    private static final int MOST_REQUESTS_A_SECOND = 5_000;

    private static final int A_TURN = 20;
    private static final int MOST_PACKETS_A_TURN = 256;
    private static final long TURN_NANOS = 1_000_000_000L / MOST_REQUESTS_A_SECOND * A_TURN;

    private final List<IpAddress> addresses;
    private final IcmpSocket socket;
    private final Poll poll;

    Crowd(Station station, List<IpAddress> addresses) {
        this.addresses = List.copyOf(addresses);
        try {
            socket = NetNs.call(station.namespace().name(), () -> IcmpSocket.open(false));
        } catch (Exception failure) {
            throw new LabException(station.name() + " cannot send: " + failure.getMessage(), failure);
        }
        poll = new Poll(socket.fd());
    }

    /** After how long each was answered by whoever has it, from the moment at which its holder lost its power. */
    static Map<IpAddress, Duration> answeredAfterPowerOff(
            Lab lab, LabHost holder, List<IpAddress> aliases, Duration limit) {
        try (Crowd crowd = new Crowd(lab.client(), aliases)) {
            // Whoever used them before has the old link-layer address.
            crowd.answered(System.nanoTime(), limit);
            lab.faults().powerOff(holder);
            return crowd.answered(System.nanoTime(), limit);
        }
    }

    /**
     * How long after a moment each was answered first; only what was asked after that moment counts.
     *
     * @throws LabException when some are not answered within the limit
     */
    Map<IpAddress, Duration> answered(long fromNanos, Duration limit) {
        Map<IpAddress, Duration> answered = new HashMap<>();
        Set<IpAddress> waiting = new LinkedHashSet<>(addresses);
        IcmpSocket.Receiver receiver = (from, sent) -> {
            if (sent - fromNanos >= 0 && waiting.remove(from)) {
                answered.put(from, Duration.ofNanos(System.nanoTime() - fromNanos));
            }
        };
        long next = System.nanoTime();
        while (!waiting.isEmpty()) {
            if (System.nanoTime() - fromNanos > limit.toNanos()) {
                throw new LabException(waiting.size() + " of " + addresses.size() + " addresses do not answer after "
                        + limit.toSeconds() + " s, such as "
                        + waiting.iterator().next());
            }
            for (IpAddress address : waiting.stream().limit(A_TURN).toList()) {
                socket.send(address, 0, System.nanoTime());
                // The next turn asks the next ones.
                waiting.remove(address);
                waiting.add(address);
            }
            next = Math.max(next + TURN_NANOS, System.nanoTime());
            do {
                poll.await(next - System.nanoTime());
                socket.receive(MOST_PACKETS_A_TURN, receiver);
            } while (System.nanoTime() - next < 0);
        }
        return answered;
    }

    @Override
    public void close() {
        socket.close();
    }
}
