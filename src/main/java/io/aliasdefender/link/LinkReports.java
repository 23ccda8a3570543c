package io.aliasdefender.link;

import io.aliasdefender.core.Level;
import io.aliasdefender.link.protocol.PathState;
import io.aliasdefender.link.protocol.PathState.Way;
import io.aliasdefender.link.protocol.Refusal;
import io.aliasdefender.payload.Report;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What people are told of the link, each thing once. The only place of its sentences. */
final class LinkReports {
    /** A reload takes its time to get to all nodes. */
    private static final long LASTING_NANOS = Duration.ofSeconds(5).toNanos();
    /** A host that starts along with this one has answered by then. */
    private static final long NEVER_NANOS = Duration.ofSeconds(15).toNanos();

    private final Consumer<Report> reports;
    private final long startedNanos;
    private final Set<String> refused = new HashSet<>();
    private final Set<String> never = new HashSet<>();
    private final Map<String, Lasting> differing = new HashMap<>();
    private final Map<String, Lasting> ranks = new HashMap<>();

    /** Something that is told when it has lasted. */
    private static final class Lasting {
        private String what = "";
        private long sinceNanos;
        private String told = "";
    }

    LinkReports(Consumer<Report> reports, long nowNanos) {
        this.reports = reports;
        startedNanos = nowNanos;
    }

    /**
     * @param via the router by which this host sends; empty: none
     * @param working whether any path to the node works: where none does, the direct one is the one to be warned of
     */
    void way(Path path, Optional<String> via, PathState state, boolean working) {
        String ends = path.node() + " " + path.to()
                + via.map(router -> " by way of the router " + router).orElse("");
        Level level = via.isEmpty() || working ? Level.WARNING : Level.INFO;
        if (state.way() == Way.BOTH) {
            refused.remove(path.node());
            String rtt = state.rtt().map(LinkReports::millis).orElse("");
            report("link-up", Level.INFO, "the link to " + ends + " works both ways" + rtt + ", from " + path.from());
        } else if (state.way() == Way.ONE_WAY) {
            report(
                    "link-one-way",
                    level,
                    "the link to " + ends + " works one way only: it is heard, but does not show that it hears "
                            + path.from());
        } else {
            report("link-down", level, "nothing is heard from " + ends + " over the link any more");
        }
    }

    private static String millis(Duration rtt) {
        return String.format(Locale.ROOT, " in %.1f ms", rtt.toNanos() / 1e6);
    }

    /** @param working whether a path to the node works: then what is refused is somebody else's */
    void refused(Path path, Refusal why, boolean working) {
        boolean telling = why == Refusal.UNKNOWN_KEY || why == Refusal.FORGED || why == Refusal.OTHER_VERSION;
        if (telling && !working && refused.add(path.node())) {
            String remedy = why == Refusal.OTHER_VERSION
                    ? "run the same version on every node"
                    : "copy the key file of one node to all others, and reload";
            report(
                    "link-refused",
                    Level.WARNING,
                    "what comes from " + path.to() + ", an address of " + path.node() + ", over the link is refused: "
                            + why.sentence() + "; " + remedy);
        }
    }

    void never(String node, int port, long nowNanos) {
        if (nowNanos - startedNanos > NEVER_NANOS && !refused.contains(node) && never.add(node)) {
            report(
                    "link-never",
                    Level.INFO,
                    node + " has not been heard over the link: no daemon with a link runs there, or UDP port " + port
                            + " is closed; everything works as without it");
        }
    }

    /** To be called again and again. */
    void differing(String node, List<String> parts, long nowNanos) {
        String now = String.join(", ", parts);
        lasting(differing, node, now, nowNanos).ifPresent(what -> {
            if (what.isEmpty()) {
                report("link-config-agrees", Level.INFO, node + " runs the same configuration again");
            } else {
                report(
                        "link-config-differs",
                        Level.WARNING,
                        node + " runs another configuration than this host: " + what
                                + (parts.size() == 1 ? " differs" : " differ") + "; copy the same file to every node");
            }
        });
    }

    /** @param claims the nodes by the rank that each of them says it has, this one included */
    void ranks(Map<Integer, List<String>> claims, long nowNanos) {
        Map<String, String> clashes = new TreeMap<>();
        claims.forEach((rank, nodes) -> {
            if (nodes.size() > 1) {
                clashes.put("" + rank, String.join(" and ", nodes));
            }
        });
        ranks.keySet().forEach(rank -> clashes.putIfAbsent(rank, ""));
        clashes.forEach((rank, nodes) -> lasting(ranks, rank, nodes, nowNanos)
                .filter(what -> !what.isEmpty())
                .ifPresent(what -> report(
                        "link-rank",
                        Level.ERROR,
                        what + " each say that they are number " + rank
                                + " among the nodes; copy the same file to every node")));
    }

    /** What is to be told now. */
    private static Optional<String> lasting(Map<String, Lasting> all, String about, String what, long nowNanos) {
        Lasting known = all.computeIfAbsent(about, first -> new Lasting());
        if (!known.what.equals(what)) {
            known.what = what;
            known.sinceNanos = nowNanos;
        }
        if (known.what.equals(known.told) || nowNanos - known.sinceNanos < LASTING_NANOS) {
            return Optional.empty();
        }
        known.told = what;
        return Optional.of(what);
    }

    void report(String cause, Level level, String sentence) {
        reports.accept(Report.of(cause, level, sentence));
    }
}
