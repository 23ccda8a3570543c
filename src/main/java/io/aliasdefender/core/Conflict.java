package io.aliasdefender.core;

import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.AliasSpec;
import java.time.Duration;
import java.util.Optional;

/**
 * The rule for two holders. The host that was cut off yields at once; else the better rank keeps the alias and the worse
 * releases: as soon as it answers where it has announced it, else after a short patience in which one that was cut off
 * can yield, if its defender is seen. Where none is, the kernel alone has kept the alias (a daemon that was killed, or
 * frozen, or told to keep): clients send to whoever told them last, and that was this host. Two that both take themselves
 * for the better rank (a copied file) see that neither yields, and take the order of their link-layer addresses. One frame is no proof: anybody on the link can send it in another host's name, but only the host itself
 * answers a question. A stranger is never yielded to, and defended against only as often as RFC 5227, section 2.4 allows. Two hosts
 * that cannot place each other in the ranking (not every node is known on the link yet) take the order of their
 * link-layer addresses, which both see alike. Whoever yields by that order always has the patience first: the other one
 * may know who we are, and then it goes by rank.
 */
final class Conflict {
    private Conflict() {}

    /** What the rule says, with the sentence that says why. */
    sealed interface Verdict {
        /** Hands this to the method for its kind. */
        void accept(Visitor visitor);

        /** One method for each verdict. */
        interface Visitor {
            void yields(Yields verdict);

            void asks(Asks verdict);

            void keeps(Keeps verdict);
        }

        /** The other host has it by right. */
        record Yields(Level level, String because) implements Verdict {
            private Yields(String because) {
                this(Level.WARNING, because);
            }

            @Override
            public void accept(Visitor visitor) {
                visitor.yields(this);
            }
        }

        /** The other host has it by right, if it was the one that said so: it is asked before anything else. */
        record Asks(String because) implements Verdict {
            @Override
            public void accept(Visitor visitor) {
                visitor.asks(this);
            }
        }

        /** This host keeps it, at least for now. */
        record Keeps(Cause cause, Level level, String because) implements Verdict {
            @Override
            public void accept(Visitor visitor) {
                visitor.keeps(this);
            }
        }
    }

    /**
     * What was seen of the other host.
     *
     * @param mac its link-layer address
     * @param answered by an answer to a question of ours
     * @param conflicts who else has the alias, this one included, and which of them announced it: no host does that
     *     knows that it was cut off
     */
    record Seen(MacAddress mac, boolean answered, Conflicts conflicts) {
        private boolean announced() {
            return conflicts.announced().contains(mac);
        }

        private boolean defended() {
            return conflicts.watched().containsKey(mac);
        }

        /**
         * Whether its defender began only when the conflict was old: it has just started, or woken up, and is about to ask
         * and to yield.
         */
        private boolean isStarting(AliasSpec spec, Duration now) {
            Duration began = conflicts.watched().get(mac);
            return began != null
                    && began.minus(conflicts.seen().get(mac)).compareTo(Timing.patience(spec)) >= 0
                    && now.minus(began).compareTo(Timing.startPatience(spec)) < 0;
        }

        private boolean hasHadItFor(Duration time, Duration now) {
            return Optional.ofNullable(conflicts.seen().get(mac))
                    .filter(since -> now.minus(since).compareTo(time) >= 0)
                    .isPresent();
        }
    }

    static Verdict judge(AliasSpec spec, Evidence evidence, Doubt doubt, Seen seen, Duration now) {
        MacOwner owner = evidence.whose(seen.mac(), spec.others());
        String what = spec.role() + ": " + Wording.of(seen.mac(), spec, evidence) + " has " + spec.address();
        // A node may have taken over since a pause or a cut. A stranger is wrong whenever it came.
        if (!doubt.none() && !owner.stranger()) {
            String doubtful = what + ", and this host " + because(doubt);
            // After a cut it is the other one that clients have, and no question is under way that it could answer.
            return seen.answered() || doubt.isolated()
                    ? new Verdict.Yields(doubtful + "; letting go")
                    : new Verdict.Asks(doubtful + "; asking whether it is so before letting go");
        }
        // One round that nobody answered may have been lost: no cut, but a burst is to tell before anything is said.
        if (evidence.everybodySilent() && !seen.answered() && !owner.stranger()) {
            return new Verdict.Asks(what + " too, and nobody answered this host's last round; asking whether it was"
                    + " lost or this host is cut off");
        }
        boolean first = owner.fold(
                node -> spec.better().contains(node),
                () -> false,
                () -> !evidence.identity().ownComesBefore(seen.mac()));
        return first
                ? againstTheFirst(spec, what, owner, seen, now)
                : againstTheRest(spec, evidence, what, owner, seen, now);
    }

    private static Verdict againstTheFirst(AliasSpec spec, String what, MacOwner owner, Seen seen, Duration now) {
        String right = owner.unknown()
                ? "the lower link-layer address, which decides until all nodes are known"
                : "the better rank";
        boolean announces = seen.announced() && !owner.unknown();
        boolean overdue = seen.hasHadItFor(Timing.patience(spec), now);
        if (!announces && overdue && !seen.defended()) {
            return new Verdict.Keeps(
                    Cause.UNDEFENDED,
                    Level.WARNING,
                    what + " too and " + right + ", but no defender is seen there; keeping it until one is: start the"
                            + " defender of that host, or take the address off it");
        }
        // One that is still seen to have it after our patience was not cut off: it keeps the alias.
        if (announces || overdue && !seen.isStarting(spec, now)) {
            String claim = what + (announces ? " too, announces it and has " : " too and ") + right;
            return seen.answered()
                    ? new Verdict.Yields(claim + "; letting go")
                    : new Verdict.Asks(claim + "; asking whether it is so before letting go");
        }
        return new Verdict.Keeps(
                Cause.CONFLICT, Level.WARNING, what + " too; it has " + right + ": letting go unless it yields");
    }

    private static Verdict againstTheRest(
            AliasSpec spec, Evidence evidence, String what, MacOwner owner, Seen seen, Duration now) {
        boolean claims = owner.node().isPresent()
                && seen.announced()
                && seen.defended()
                && seen.hasHadItFor(Timing.claimPatience(spec), now);
        if (claims) {
            return bothFirst(evidence, what, seen);
        }
        return owner.fold(
                node -> new Verdict.Keeps(
                        Cause.CONFLICT, Level.WARNING, what + " too; this host has the better rank: defending it"),
                () -> new Verdict.Keeps(
                        Cause.STRANGER,
                        Level.ERROR,
                        what + " too; keeping it: find that host and take the address off it"),
                () -> new Verdict.Keeps(
                        Cause.CONFLICT,
                        Level.WARNING,
                        what + " too, and may be a node or not; this host has the lower link-layer address:"
                                + " defending it"));
    }

    /** A node that should have yielded long ago, by our order of the nodes: it must have another one. */
    private static Verdict bothFirst(Evidence evidence, String what, Seen seen) {
        String claim =
                what + " too and does not yield, as if it had the better rank as well: the lower link-layer address"
                        + " decides; write the same order of nodes on both hosts";
        return evidence.identity().ownComesBefore(seen.mac())
                ? new Verdict.Keeps(Cause.SAME_RANK, Level.ERROR, claim + "; keeping it")
                : new Verdict.Yields(Level.ERROR, claim + "; letting go");
    }

    private static String because(Doubt doubt) {
        return doubt.kind() == Doubt.Kind.UNPROVEN ? "cannot prove that it had it first" : "was cut off";
    }

    /** Whether RFC 5227 lets this host announce because of another holder now. */
    static boolean mayDefend(Conflicts conflicts, Duration now) {
        return now.compareTo(mayDefendAt(conflicts, now)) >= 0;
    }

    /** When it may, at the earliest. */
    static Duration mayDefendAt(Conflicts conflicts, Duration now) {
        return conflicts
                .defendedAt()
                .map(last -> last.plus(Conflicts.DEFEND_INTERVAL))
                .orElse(now);
    }
}
