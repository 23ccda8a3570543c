package io.aliasdefender.payload;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Witness;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
 * @param log how the log is written
 * @param announceRate announcement frames a second, of all aliases of this host together, 10 to 100,000: what its
 *     network bears is a matter of the host and not of one alias
 * @param link how the nodes talk to each other
 * @param checks what is looked at to tell whether this host is fit for an alias, those that some alias names
 * @param hooks what is run or told when something happens
 * @param lease the store in which a holder must have a lease; empty: none is needed
 */
public record Settings(
        Node self,
        List<Node> nodes,
        List<AliasSpec> aliases,
        Duration interval,
        List<Witness> witnesses,
        AddressTool addressTool,
        Web web,
        Log log,
        int announceRate,
        Link link,
        List<CheckSpec> checks,
        List<HookSpec> hooks,
        Optional<LeaseSpec> lease) {
    public static final int DEFAULT_ANNOUNCE_RATE = 1_000;

    public Settings {
        nodes = List.copyOf(nodes);
        aliases = List.copyOf(aliases);
        witnesses = List.copyOf(witnesses);
        checks = List.copyOf(checks);
        hooks = List.copyOf(hooks);
    }

    /** The same with other aliases. */
    public Settings defending(List<AliasSpec> others) {
        return new Settings(
                self,
                nodes,
                others,
                interval,
                witnesses,
                addressTool,
                web,
                log,
                announceRate,
                link,
                checks,
                hooks,
                lease);
    }

    /** Without a lease. */
    public Settings(
            Node self,
            List<Node> nodes,
            List<AliasSpec> aliases,
            Duration interval,
            List<Witness> witnesses,
            AddressTool addressTool,
            Web web,
            Log log,
            int announceRate,
            Link link,
            List<CheckSpec> checks,
            List<HookSpec> hooks) {
        this(
                self,
                nodes,
                aliases,
                interval,
                witnesses,
                addressTool,
                web,
                log,
                announceRate,
                link,
                checks,
                hooks,
                Optional.empty());
    }

    /** Without checks and hooks. */
    public Settings(
            Node self,
            List<Node> nodes,
            List<AliasSpec> aliases,
            Duration interval,
            List<Witness> witnesses,
            AddressTool addressTool,
            Web web,
            Log log,
            int announceRate,
            Link link) {
        this(
                self,
                nodes,
                aliases,
                interval,
                witnesses,
                addressTool,
                web,
                log,
                announceRate,
                link,
                List.of(),
                List.of());
    }

    /** Without a link. */
    public Settings(
            Node self,
            List<Node> nodes,
            List<AliasSpec> aliases,
            Duration interval,
            List<Witness> witnesses,
            AddressTool addressTool,
            Web web,
            Log log,
            int announceRate) {
        this(self, nodes, aliases, interval, witnesses, addressTool, web, log, announceRate, Link.OFF);
    }

    /** With the usual rate of announcements. */
    public Settings(
            Node self,
            List<Node> nodes,
            List<AliasSpec> aliases,
            Duration interval,
            List<Witness> witnesses,
            AddressTool addressTool,
            Web web,
            Log log) {
        this(self, nodes, aliases, interval, witnesses, addressTool, web, log, DEFAULT_ANNOUNCE_RATE);
    }

    /** With the usual log. */
    public Settings(
            Node self,
            List<Node> nodes,
            List<AliasSpec> aliases,
            Duration interval,
            List<Witness> witnesses,
            AddressTool addressTool,
            Web web) {
        this(self, nodes, aliases, interval, witnesses, addressTool, web, Log.DEFAULT);
    }

    /** What changes addresses. */
    public enum AddressTool {
        /** The kernel itself on Linux; elsewhere {@code ip} where it is installed, else {@code ifconfig}. */
        AUTO,
        /** rtnetlink(7), without starting a process. */
        NETLINK,
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
     * @param token whoever shows it may give orders over TCP; empty: nobody may
     * @param tls empty: not encrypted
     * @param peers where the other nodes serve their API, {@code http://HOST:PORT} or {@code https://HOST:PORT} by the
     *     name of the node; this host's own entry is not among them
     * @param ownNames under which the nodes' one file has this host's own API, in lower case
     * @param peerAuthority certificates in PEM of whom the peers' certificates are trusted; empty: the system's
     */
    public record Web(
            String host,
            Optional<Integer> port,
            Optional<Secret> token,
            Optional<Tls> tls,
            Map<String, String> peers,
            Optional<String> peerAuthority,
            Set<String> ownNames) {
        public static final Web DEFAULT = new Web("127.0.0.1", Optional.of(8600));

        public Web {
            peers = Collections.unmodifiableMap(new LinkedHashMap<>(peers));
            ownNames = Set.copyOf(ownNames);
        }

        /** Called by nothing but its addresses and the nodes' names. */
        public Web(
                String host,
                Optional<Integer> port,
                Optional<Secret> token,
                Optional<Tls> tls,
                Map<String, String> peers,
                Optional<String> peerAuthority) {
            this(host, port, token, tls, peers, peerAuthority, Set.of());
        }

        /** Reading only, not encrypted, and no word with other nodes. */
        public Web(String host, Optional<Integer> port) {
            this(host, port, Optional.empty(), Optional.empty(), Map.of(), Optional.empty());
        }
    }

    /**
     * How the nodes talk to each other.
     *
     * @param port UDP, 1 to 65535, the same on all nodes; empty: they do not
     * @param keyFile where the keys were read
     * @param keys one or two, the preferred one first; empty: there is no such file, and so no link
     * @param also further addresses of the nodes, by their names; used by nothing else
     */
    public record Link(Optional<Integer> port, String keyFile, List<LinkKey> keys, Map<String, List<IpAddress>> also) {
        public static final int DEFAULT_PORT = 8601;
        public static final String DEFAULT_KEY_FILE = "/etc/alias-defender/link.key";
        public static final Link OFF = new Link(Optional.empty(), DEFAULT_KEY_FILE, List.of(), Map.of());

        public Link {
            keys = List.copyOf(keys);
            also = Collections.unmodifiableMap(new LinkedHashMap<>(also));
        }

        /** Whether it is wanted and has a key. */
        public boolean on() {
            return port.isPresent() && !keys.isEmpty();
        }
    }

    /**
     * What TLS needs.
     *
     * @param certificateFile where the certificate was read
     * @param certificate the chain in PEM, ours first
     * @param key its private key in PEM, PKCS #8
     * @param validUntil the end of our certificate
     */
    public record Tls(String certificateFile, String certificate, Secret key, Instant validUntil) {}
}
