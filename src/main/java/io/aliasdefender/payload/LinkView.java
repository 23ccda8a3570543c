package io.aliasdefender.payload;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the node link does, at one moment.
 *
 * @param why there is none, or what is wrong with it; empty: nothing is
 * @param atNanos when that was so, of the clock of {@link System#nanoTime()}
 * @param nodes the others
 */
public record LinkView(State state, Optional<String> why, long atNanos, List<NodeView> nodes) {
    public LinkView {
        nodes = List.copyOf(nodes);
    }

    /** Before anybody has told, and where nobody does. */
    public static LinkView off(String why) {
        return new LinkView(State.OFF, Optional.of(why), System.nanoTime(), List.of());
    }

    /** Whether there is a link at all. */
    public enum State {
        ON,
        OFF;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Another node.
     *
     * @param paths to it
     * @param word what it told last; empty: nothing that counts
     */
    public record NodeView(String node, List<PathView> paths, Optional<Word> word) {
        public NodeView {
            paths = List.copyOf(paths);
        }
    }

    /**
     * A way to another node.
     *
     * @param via the router that this host sends to instead; empty: as the kernel routes it
     * @param way {@code both}, {@code one-way}, {@code none} or {@code never}
     * @param loss the share of the node's messages that did not arrive here lately, 0 to 1
     * @param lossThere the share of ours that did not arrive there
     * @param heardAge since its newest message arrived
     */
    public record PathView(
            String from,
            String to,
            Optional<String> via,
            String way,
            Duration since,
            Optional<Duration> rtt,
            OptionalDouble loss,
            OptionalDouble lossThere,
            Optional<Duration> heardAge) {}

    /**
     * What a node told, and proved to have told then.
     *
     * @param age since then
     * @param hearsWitness {@code yes}, {@code no} or {@code unknown}
     * @param rank its own, by its own configuration
     * @param aliases how many it has told of
     * @param held how many of them its kernel has
     * @param unfit for how many of them its checks fail
     * @param differs the parts of its configuration that differ from ours
     * @param failing which of its checks fail, as far as it tells
     */
    public record Word(
            Duration age,
            String hearsWitness,
            boolean maintenance,
            boolean stops,
            int rank,
            int aliases,
            int held,
            int unfit,
            List<String> differs,
            FailingChecks failing) {
        public Word {
            differs = List.copyOf(differs);
        }
    }
}
