package io.aliasdefender.link.protocol;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.core.told.Word.Outcome;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a message says. Each section may be missing. */
public record Body(
        Optional<HostTold> host,
        Optional<Parts> configuration,
        List<MacTold> macs,
        Optional<Summary> summary,
        Optional<AliasPart> aliases,
        Talk talk,
        Optional<FailingTold> failing) {
    public static final Body EMPTY =
            new Body(Optional.empty(), Optional.empty(), List.of(), Optional.empty(), Optional.empty(), Talk.NOTHING);

    public Body {
        macs = List.copyOf(macs);
    }

    /** Without a word about checks. */
    public Body(
            Optional<HostTold> host,
            Optional<Parts> configuration,
            List<MacTold> macs,
            Optional<Summary> summary,
            Optional<AliasPart> aliases,
            Talk talk) {
        this(host, configuration, macs, summary, aliases, talk, Optional.empty());
    }

    /** The same with other aliases. */
    public Body with(Optional<AliasPart> others) {
        return new Body(host, configuration, macs, summary, others, talk, failing);
    }

    /** The same with the checks that fail, where that leaves room for aliases. */
    public Body failing(List<CheckTold> checks, int total) {
        Body with = new Body(
                host, configuration, macs, summary, aliases, talk, Optional.of(FailingSections.fitting(checks, total)));
        return Encoder.leavesRoom(with) ? with : this;
    }

    /**
     * The sender as a whole.
     *
     * @param stops whether its daemon is about to end
     */
    public record HostTold(boolean maintenance, boolean stops) {}

    /** Digests of the parts of the configuration in force. */
    public record Parts(Map<Part, Long> digests) {
        public Parts {
            digests =
                    Collections.unmodifiableMap(digests.isEmpty() ? new EnumMap<>(Part.class) : new EnumMap<>(digests));
        }

        /** What both tell of, and differently; in the order of {@link Part}. */
        public List<Part> differing(Parts other) {
            return digests.keySet().stream()
                    .filter(part -> other.digests.containsKey(part))
                    .filter(part -> !digests.get(part).equals(other.digests.get(part)))
                    .toList();
        }
    }

    /** An address of the sender's own, and the link-layer address of the interface that has it. */
    public record MacTold(Cidr address, MacAddress mac) {}

    /**
     * All that the sender tells about aliases, in a few bytes.
     *
     * @param version grows with every change; what is told under an older one is older
     * @param digest of all aliases with their states, see {@link AliasTold#digest}
     * @param count of the aliases
     * @param services digest of how their services stand; empty: the sender's version does not tell of them
     */
    public record Summary(long version, long digest, int count, Optional<Long> services) {
        /** Of a version that does not tell of services. */
        public Summary(long version, long digest, int count) {
            this(version, digest, count, Optional.empty());
        }
    }

    /**
     * What is said to the receiver alone.
     *
     * @param asked what it is asked about, to be answered at once; may be none, which asks for any message; empty: nothing
     *     is asked
     */
    public record Talk(List<OfferTold> offers, List<ReplyTold> replies, Optional<List<IpAddress>> asked) {
        public static final Talk NOTHING = new Talk(List.of(), List.of(), Optional.empty());

        public Talk {
            offers = List.copyOf(offers);
            replies = List.copyOf(replies);
            asked = asked.map(List::copyOf);
        }
    }

    /**
     * The receiver may take this alias.
     *
     * @param id of this offer, among those of the sender's boot
     * @param leftMillis for how long it stands yet, at most 65,535
     */
    public record OfferTold(IpAddress alias, Said said, long id, int leftMillis) {}

    /** What came of an offer that the receiver made. */
    public record ReplyTold(IpAddress alias, Said said, long id, Outcome outcome) {}

    /**
     * Which checks fail at the sender: for people, nothing is decided on it.
     *
     * @param checks as many as there was room for
     * @param total how many fail altogether
     */
    public record FailingTold(List<CheckTold> checks, int total) {
        public FailingTold {
            checks = List.copyOf(checks);
        }
    }

    /** @param ageMillis for how long it has failed */
    public record CheckTold(String name, String sentence, long ageMillis) {}

    /**
     * Some of the aliases.
     *
     * @param after of a range: what comes behind this one; empty: from the first alias of all
     * @param told with their states; those of a range in order
     * @param gone which the sender has no more
     */
    public record AliasPart(Kind kind, Optional<IpAddress> after, List<AliasTold> told, List<IpAddress> gone) {
        public AliasPart {
            told = List.copyOf(told);
            gone = List.copyOf(gone);
        }

        /** What is said of others than these. Each part says it for itself: any other one may be lost. */
        public enum Kind {
            /** Nothing. */
            CHANGES(0),
            /** The sender has no other alias up to the last one that is told. */
            RANGE(1),
            /** The sender has no other alias behind the first one, either. */
            LAST_RANGE(2);

            private final int number;

            Kind(int number) {
                this.number = number;
            }

            int number() {
                return number;
            }

            /** Empty: there is no such kind. */
            static Optional<Kind> numbered(int number) {
                return Arrays.stream(values())
                        .filter(kind -> kind.number == number)
                        .findFirst();
            }
        }
    }
}
