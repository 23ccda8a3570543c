package io.aliasdefender.core.spec;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A whole configuration that was found to be right, as seen from this host.
 *
 * @param self this host
 * @param nodes all hosts, the most preferred first
 * @param aliases what to defend, each with its own policy
 * @param interval time between steady probes of nodes and witnesses
 * @param witnesses any one answering proves that our network works
 * @param addressTool which of the platform's commands changes addresses
 * @param web where the page and the API are served
 */
public record Settings(
        Node self,
        List<Node> nodes,
        List<AliasSpec> aliases,
        Duration interval,
        List<Witness> witnesses,
        AddressTool addressTool,
        Web web) {

    public Settings {
        nodes = List.copyOf(nodes);
        aliases = List.copyOf(aliases);
        witnesses = List.copyOf(witnesses);
    }

    /** The command that changes addresses. */
    public enum AddressTool {
        /** {@code ip} where it is installed, else {@code ifconfig}. */
        AUTO,
        /** iproute2. */
        IP,
        /** net-tools. */
        IFCONFIG
    }

    /**
     * The TCP side of the HTTP API; the Unix socket in the state folder is always there.
     *
     * @param host an address or name to listen on
     * @param port 1 to 65535; empty: no TCP
     */
    public record Web(String host, Optional<Integer> port) {
        public static final Web DEFAULT = new Web("127.0.0.1", Optional.of(8600));
    }
}
