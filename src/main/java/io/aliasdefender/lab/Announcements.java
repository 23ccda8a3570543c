package io.aliasdefender.lab;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** What was said to everybody about addresses, in the order of hearing, and how often that was an announcement. */
final class Announcements {
    /** Both forms of a gratuitous ARP that come within this time, half of {@code announce: spacing}, are one. */
    static final Duration TOGETHER = Duration.ofMillis(100);
    /** Who is asked by duplicate address detection answers within this time, and to everybody. */
    static final Duration ANSWERING = Duration.ofMillis(50);
    /** The most that is kept; a laboratory in which more is said is out of hand. */
    static final int LIMIT = 1_000_000;

    private final List<Said> said = new ArrayList<>();

    /** In which form something was said. */
    enum Form {
        /** A gratuitous ARP request. */
        ARP_REQUEST,
        /** A gratuitous ARP reply. */
        ARP_REPLY,
        /** A neighbour advertisement to all nodes, unasked or not. */
        ADVERTISEMENT,
        /** The question of duplicate address detection, which is answered to all nodes. */
        SOLICITATION
    }

    /** Something that was said to everybody at a moment of {@link System#nanoTime()}. */
    record Said(long atNanos, Form form, IpAddress address, MacAddress sender) {}

    synchronized void add(Said what) {
        if (said.size() == LIMIT) {
            throw new LabException("more than " + LIMIT + " announcements and questions");
        }
        said.add(what);
    }

    /** Everything that was said about an address between two moments. */
    synchronized List<Said> about(IpAddress address, long fromNanos, long toNanos) {
        return said.stream()
                .filter(what -> what.address().equals(address))
                .filter(what -> what.atNanos() >= fromNanos && what.atNanos() <= toNanos)
                .toList();
    }

    /** How often any of these senders announced an address between two moments. */
    int count(IpAddress address, Set<MacAddress> senders, long fromNanos, long toNanos) {
        List<Said> all = about(address, fromNanos, toNanos);
        return senders.stream()
                .mapToInt(sender -> address.v6() ? unasked(all, sender) : gratuitous(all, sender))
                .sum();
    }

    /** The most frames by which a sender announced anything within one window of this length; each form is a frame. */
    synchronized int mostFrames(MacAddress sender, Duration window, long fromNanos) {
        Deque<Long> within = new ArrayDeque<>();
        int most = 0;
        for (Said what : said) {
            if (what.form() == Form.SOLICITATION || !what.sender().equals(sender) || what.atNanos() < fromNanos) {
                continue;
            }
            while (!within.isEmpty() && what.atNanos() - within.peek() >= window.toNanos()) {
                within.remove();
            }
            within.add(what.atNanos());
            most = Math.max(most, within.size());
        }
        return most;
    }

    /** How many different addresses a sender announced since a moment. */
    synchronized long addressesOf(MacAddress sender, long fromNanos) {
        return said.stream()
                .filter(what ->
                        what.form() != Form.SOLICITATION && what.sender().equals(sender) && what.atNanos() >= fromNanos)
                .map(Said::address)
                .distinct()
                .count();
    }

    private static int gratuitous(List<Said> all, MacAddress sender) {
        int count = 0;
        Said first = null;
        for (Said what : all) {
            if (!what.sender().equals(sender)) {
                continue;
            }
            boolean otherForm = first != null
                    && first.form() != what.form()
                    && what.atNanos() - first.atNanos() <= TOGETHER.toNanos();
            count += otherForm ? 0 : 1;
            first = otherForm ? null : what;
        }
        return count;
    }

    /** Each question of somebody else takes one advertisement of the sender for its answer. */
    private static int unasked(List<Said> all, MacAddress sender) {
        int count = 0;
        Deque<Long> questions = new ArrayDeque<>();
        for (Said what : all) {
            boolean own = what.sender().equals(sender);
            if (what.form() == Form.SOLICITATION && !own) {
                questions.add(what.atNanos());
            } else if (what.form() == Form.ADVERTISEMENT && own) {
                while (!questions.isEmpty() && what.atNanos() - questions.peek() > ANSWERING.toNanos()) {
                    questions.remove();
                }
                count += questions.poll() == null ? 1 : 0;
            }
        }
        return count;
    }
}
