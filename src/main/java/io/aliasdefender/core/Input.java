package io.aliasdefender.core;

import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.ReachResult;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.told.Word;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Everything that can make this host decide something about one alias. */
public sealed interface Input {
    /** Hands this to the method for its kind. */
    void accept(Visitor visitor);

    /** One method for each kind, so that a new kind is a compile error wherever it is not handled. */
    interface Visitor {
        void tick();

        void probed(ProbeOutcome outcome, boolean round);

        void burstEnded(BurstResult result);

        void reachChecked(ReachResult result);

        void sighted(MacAddress mac, Sighting.Kind kind);

        void observed(Observed observed);

        void applied(AddressAction action, CommandResult result);

        void stalled(Duration length);

        void ordered(Order order, Optional<Node> to);

        void grouped(Grouped order);

        void reconfigured(AliasSpec before);

        void linked(Node node, Word word);

        void announced();

        void fitnessChanged();
    }

    /** Time has passed; deadlines may be due. Also sent when what is heard of nodes or witnesses has changed. */
    record Tick() implements Input {
        @Override
        public void accept(Visitor visitor) {
            visitor.tick();
        }
    }

    /**
     * The alias was asked steadily.
     *
     * @param round whether this ends a round; else it was learnt besides, such as who answered after an echo did
     */
    record Probed(ProbeOutcome outcome, boolean round) implements Input {
        /** The end of a round. */
        public Probed(ProbeOutcome outcome) {
            this(outcome, true);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.probed(outcome, round);
        }
    }

    /** A burst that was asked for has ended. */
    record BurstEnded(BurstResult result) implements Input {
        @Override
        public void accept(Visitor visitor) {
            visitor.burstEnded(result);
        }
    }

    /** A holder's questions from the alias have come to an end. */
    record ReachChecked(ReachResult result) implements Input {
        @Override
        public void accept(Visitor visitor) {
            visitor.reachChecked(result);
        }
    }

    /** Another host spoke about the alias, on the alias's link. */
    record Sighted(MacAddress mac, Sighting.Kind kind) implements Input {
        @Override
        public void accept(Visitor visitor) {
            visitor.sighted(mac, kind);
        }
    }

    /**
     * What the kernel of this host has.
     *
     * @param present the interface carries the alias with its exact prefix
     * @param strayAddresses where this host carries the same address differently: another prefix or another interface
     * @param linkUsable the interface exists, is up and has a carrier
     * @param neighbourly who has an address can be asked on the interface's link, by ARP or neighbour discovery
     * @param linkAddress of the interface; 0: none, or there is no such interface
     * @param endless it is present, and the kernel keeps it until it is removed
     */
    record Observed(
            boolean present,
            List<Placement> strayAddresses,
            boolean linkUsable,
            boolean neighbourly,
            MacAddress linkAddress,
            boolean endless)
            implements Input {
        private static final MacAddress NO_LINK_ADDRESS = new MacAddress(0);

        public Observed {
            strayAddresses = List.copyOf(strayAddresses);
        }

        /** Not kept for good, or with nobody to whom that matters. */
        public Observed(
                boolean present,
                List<Placement> strayAddresses,
                boolean linkUsable,
                boolean neighbourly,
                MacAddress linkAddress) {
            this(present, strayAddresses, linkUsable, neighbourly, linkAddress, false);
        }

        /** On an interface without a link-layer address, or with one that does not matter. */
        public Observed(boolean present, List<Placement> strayAddresses, boolean linkUsable, boolean neighbourly) {
            this(present, strayAddresses, linkUsable, neighbourly, NO_LINK_ADDRESS);
        }

        /** On a link where who has an address can be asked. */
        public Observed(boolean present, List<Placement> strayAddresses, boolean linkUsable) {
            this(present, strayAddresses, linkUsable, true);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.observed(this);
        }
    }

    /** A command that was asked for has ended. */
    record Applied(AddressAction action, CommandResult result) implements Input {
        @Override
        public void accept(Visitor visitor) {
            visitor.applied(action, result);
        }
    }

    /** Our own process or machine did not run for this long; whatever was known before is void. */
    record Stalled(Duration length) implements Input {
        @Override
        public void accept(Visitor visitor) {
            visitor.stalled(length);
        }
    }

    /** What this host had to tell the network about the alias first, after it came here, has been sent. */
    record Announced() implements Input {
        @Override
        public void accept(Visitor visitor) {
            visitor.announced();
        }
    }

    /** The checks say something else about this host and the alias; what, is in the evidence. */
    record FitnessChanged() implements Input {
        @Override
        public void accept(Visitor visitor) {
            visitor.fitnessChanged();
        }
    }

    /**
     * Another node told something else about the alias over the node link.
     *
     * @param word also in the evidence, with what the other nodes told
     */
    record Linked(Node node, Word word) implements Input {
        @Override
        public void accept(Visitor visitor) {
            visitor.linked(node, word);
        }
    }

    /**
     * Somebody who may give orders gave one.
     *
     * @param to for {@link Order#MOVE}: to which node; empty: to whichever takes it
     */
    record Ordered(Order order, Optional<Node> to) implements Input {
        /** One that names no other node. */
        public Ordered(Order order) {
            this(order, Optional.empty());
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.ordered(order, to);
        }
    }

    /**
     * What the group has decided about this one of its aliases.
     *
     * @param because why, for the sentence; empty where it needs none
     * @param to for {@link Call#HAND_OVER}: the node
     */
    record Grouped(Call call, String because, Optional<Node> to) implements Input {
        /** A call that names no node. */
        public Grouped(Call call, String because) {
            this(call, because, Optional.empty());
        }

        /** What an alias of a group is to do. */
        public enum Call {
            /** Another alias of the group missed a round: ask about this one, too. */
            ASK,
            /** All others are here or ready: claim it. */
            CLAIM,
            /** Something keeps the group from being here. */
            KEEP_BACK,
            /** The group is being handed over to another node. */
            HAND_OVER,
            /** The group leaves this host. */
            RELEASE
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.grouped(this);
        }
    }

    /** The configuration of the alias is another one now. */
    record Reconfigured(AliasSpec before) implements Input {
        @Override
        public void accept(Visitor visitor) {
            visitor.reconfigured(before);
        }
    }

    /** What can be ordered. */
    enum Order {
        /** Take the alias, whatever this host's rank, unless somebody answers for it. */
        ADD,
        /** Take the alias off this host and leave it to the others. */
        REMOVE,
        /** Hand the alias over to another node, without a moment in which nobody has it; keep it where that fails. */
        MOVE,
        /** This host goes into maintenance: release the alias, and take it no more. */
        SUSPEND,
        /** The maintenance is over. */
        RESUME,
        /** The defender stops: release or keep, as the policy says. */
        STOP,
        /** The defender stops for another one that comes at once: leaves the alias, whatever the policy says. */
        LEAVE,
        /** The alias left the configuration: release it. */
        RETIRE
    }
}
