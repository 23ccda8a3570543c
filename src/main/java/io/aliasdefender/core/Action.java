package io.aliasdefender.core;

import io.aliasdefender.core.address.Lifetime;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.Placement;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What a decision wants done. The caller does it and tells how it went as an {@link Input}. */
public sealed interface Action {
    /** Hands this to the method for its kind. */
    void accept(Visitor visitor);

    /** One method for each kind, so that a new kind is a compile error wherever it is not carried out. */
    interface Visitor {
        void burst(Burst burst);

        void add(Add add);

        void remove(Remove remove);

        void announce(Announce announce);

        void askFromAlias(AskFromAlias ask);

        void farewell(Farewell farewell);

        void withhold(Withhold withhold);

        void extend(Extend extend);
    }

    /**
     * Ask quickly, to be sure.
     *
     * @param id comes back in the result
     * @param probes rounds
     * @param hosts also to be asked, each until its first answer and again in the closing rounds
     */
    record Burst(long id, int probes, Duration spacing, Set<IpAddress> hosts) implements Action {
        public Burst {
            hosts = Set.copyOf(hosts);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.burst(this);
        }
    }

    /**
     * Put the address on its interface.
     *
     * @param id comes back in the result; counts up for each alias
     * @param lifetime how long the kernel keeps it by itself, on the clock of the decisions; empty: until it is removed
     */
    record Add(long id, Placement placement, Optional<Lifetime> lifetime) implements Action {
        @Override
        public void accept(Visitor visitor) {
            visitor.add(this);
        }
    }

    /**
     * Have the kernel keep the address, which is there, for longer by itself.
     *
     * @param id comes back in the result; counts up for each alias
     * @param lifetime on the clock of the decisions; empty: until it is removed
     */
    record Extend(long id, Placement placement, Optional<Lifetime> lifetime) implements Action {
        @Override
        public void accept(Visitor visitor) {
            visitor.extend(this);
        }
    }

    /**
     * Take the address off its interface.
     *
     * @param id comes back in the result; counts up for each alias
     */
    record Remove(long id, Placement placement) implements Action {
        @Override
        public void accept(Visitor visitor) {
            visitor.remove(this);
        }
    }

    /**
     * Tell the network once that this host has the alias.
     *
     * @param urgency what may wait for what where there is more to announce than the network should be asked to bear
     */
    record Announce(Placement placement, Urgency urgency) implements Action {
        @Override
        public void accept(Visitor visitor) {
            visitor.announce(this);
        }
    }

    /**
     * Ask hosts on the link from the alias, and beside it from this host's own address.
     *
     * @param id comes back in the result
     * @param probes rounds at the most
     */
    record AskFromAlias(long id, int probes, Duration spacing, Set<IpAddress> hosts) implements Action {
        public AskFromAlias {
            hosts = Set.copyOf(hosts);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.askFromAlias(this);
        }
    }

    /** Tell other defenders that this host has let go of the alias on purpose: one that may have it asks at once. */
    record Farewell(Placement placement) implements Action {
        @Override
        public void accept(Visitor visitor) {
            visitor.farewell(this);
        }
    }

    /** What was to be announced and has not been sent yet is not to be sent: another host may have the alias. */
    record Withhold(Placement placement) implements Action {
        @Override
        public void accept(Visitor visitor) {
            visitor.withhold(this);
        }
    }

    /** How much an announcement matters, the most urgent first. */
    enum Urgency {
        /** The alias has just come here, or a conflict has just been won. */
        CLAIM,
        /** The same again, for those who missed it. */
        REPEAT,
        /** Nothing has changed. */
        REFRESH
    }
}
