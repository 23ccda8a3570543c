package io.aliasdefender.core;

import io.aliasdefender.core.spec.Node;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the alias is handed over for.
 *
 * @param wanted the only node that it is offered to; empty: whichever takes it
 * @param then what comes after
 * @param anyway it is let go of even if no node takes it
 * @param unfit it is handed over because the checks of this host fail
 * @param refused who did not take it
 * @param because why, for the sentence
 */
public record MovePlan(
        Optional<Node> wanted, After then, boolean anyway, boolean unfit, Set<Node> refused, String because) {
    public MovePlan {
        refused = Set.copyOf(refused);
    }

    /** It leaves this host whatever comes. */
    static MovePlan leaving(After then, String because) {
        return new MovePlan(Optional.empty(), then, true, false, Set.of(), because);
    }

    /** It leaves this host if this node takes it, or if none is named, any. */
    static MovePlan ifTaken(Optional<Node> to, String because) {
        return new MovePlan(to, After.WATCH, false, false, Set.of(), because);
    }

    /** The checks of this host fail. */
    static MovePlan unfit(boolean anyway, String because) {
        return new MovePlan(Optional.empty(), After.WATCH, anyway, true, Set.of(), because);
    }

    /** The same after a node has refused it. */
    MovePlan without(Node node) {
        Set<Node> more = new HashSet<>(refused);
        more.add(node);
        return new MovePlan(wanted, then, anyway, unfit, more, because);
    }

    /** From now on it leaves even if it is not taken. */
    MovePlan andThen(After other, String why) {
        return new MovePlan(wanted, other, true, false, refused, why);
    }

    /** It stays again if it is not taken. */
    MovePlan staying() {
        return new MovePlan(wanted, After.WATCH, false, unfit, refused, because);
    }
}
