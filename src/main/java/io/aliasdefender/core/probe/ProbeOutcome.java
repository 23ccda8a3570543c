package io.aliasdefender.core.probe;

import io.aliasdefender.core.net.MacAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * What one round of probing (an ICMP echo request and, on the link, an ARP or neighbour probe side by side) found.
 * Three values, on purpose: a probe that could not be sent says nothing about its target.
 */
public sealed interface ProbeOutcome {
    /** One function for each case, so that a new case is a compile error wherever it is not handled. */
    <T> T fold(Function<Reply, T> reply, Function<Silence, T> silence, Function<Broken, T> broken);

    /** Who answered, where that is known: of an echo reply it is not. */
    default Optional<MacAddress> mac() {
        return fold(Reply::mac, silence -> Optional.empty(), broken -> Optional.empty());
    }

    /**
     * Either probe was answered.
     *
     * @param rtt send to receipt of the first answer
     * @param mac who answered, when the answer was an ARP reply or a neighbour advertisement
     */
    record Reply(Duration rtt, Optional<MacAddress> mac) implements ProbeOutcome {
        @Override
        public <T> T fold(Function<Reply, T> reply, Function<Silence, T> silence, Function<Broken, T> broken) {
            return reply.apply(this);
        }
    }

    /**
     * At least one probe was sent and none was answered.
     *
     * @param waited how long was listened
     */
    record Silence(Duration waited) implements ProbeOutcome {
        @Override
        public <T> T fold(Function<Reply, T> reply, Function<Silence, T> silence, Function<Broken, T> broken) {
            return silence.apply(this);
        }
    }

    /**
     * No probe left this host, or our own process was late in looking for the answer. Never counts as a loss.
     *
     * @param why in words, with the remedy where there is one
     */
    record Broken(String why) implements ProbeOutcome {
        @Override
        public <T> T fold(Function<Reply, T> reply, Function<Silence, T> silence, Function<Broken, T> broken) {
            return broken.apply(this);
        }
    }
}
