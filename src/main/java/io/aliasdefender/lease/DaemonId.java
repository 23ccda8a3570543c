package io.aliasdefender.lease;

import io.aliasdefender.lease.LeaseStore.From;
import io.aliasdefender.lease.LeaseStore.Owner;
import java.util.Optional;

/**
 * Who asks for leases.
 *
 * @param node this host's name. By a mistake in a configuration two machines may have the same: it proves nothing
 * @param kernel what aliases on this host live in: one boot of one machine, and a network namespace of it. What an earlier daemon
 *     had there, this one has
 * @param start of this daemon: each one has another
 */
public record DaemonId(String node, String kernel, String start) {
    /** What is written of this daemon. What belonged to an earlier session of it is not its own: it goes with that session. */
    Owner owner(long session, Optional<String> handTo, Optional<From> from) {
        return new Owner(node, kernel, daemon(session), handTo, from);
    }

    private String daemon(long session) {
        return start + "-" + Long.toHexString(session);
    }

    boolean wrote(Owner owner, long session) {
        return owner.kernel().equals(kernel) && owner.daemon().equals(daemon(session));
    }

    /** Whether the aliases of an owner are on this very host, whichever of its daemons took the lease. */
    boolean isHere(Owner owner) {
        return owner.kernel().equals(kernel);
    }

    /** Half a sentence about an owner elsewhere. */
    String otherHas(Owner owner) {
        return owner.node().equals(node)
                ? "another machine that is called " + node + ", or this one before it was started, has the lease"
                : owner.node() + " has the lease";
    }
}
