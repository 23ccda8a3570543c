package io.aliasdefender.payload;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is run or told when something happens.
 *
 * @param on the events; not empty
 * @param deed what is done
 * @param timeout how long that may take each time
 * @param before whether the address of an alias that is being taken is added only after it
 * @param about addresses of aliases and names of groups: it is told of these alone; empty: of everything
 */
public record HookSpec(Set<HookEvent> on, Deed deed, Duration timeout, boolean before, Set<String> about) {
    /**
     * What an address waits for at the most. An order to add that is older than half a second is refused, because it was
     * decided on what was known then; and a node to which an alias is offered has little more time to take it.
     */
    public static final Duration MOST_BEFORE = Duration.ofMillis(250);

    public HookSpec {
        on = Set.copyOf(on);
        // In their order, which people have written.
        about = Collections.unmodifiableSet(new LinkedHashSet<>(about));
    }

    /** Of one that is told of all aliases. */
    public HookSpec(Set<HookEvent> on, Deed deed, Duration timeout, boolean before) {
        this(on, deed, timeout, before, Set.of());
    }

    /**
     * Whether it is told of something about an alias.
     *
     * @param alias its address; empty: it is about the whole host
     * @param group the name of its group; empty: it has none
     */
    public boolean concerns(String alias, String group) {
        return about.isEmpty() || about.contains(alias) || about.contains(group);
    }

    /** The events in the order of their table. */
    public List<HookEvent> events() {
        return List.copyOf(new TreeSet<>(on));
    }

    /** What is done. Its text names it to people, and has no secret in it. */
    public sealed interface Deed {
        /** Whether what could not be told is told later, also by the next daemon. */
        boolean lasting();
    }

    /** How a program is told what happened. */
    public enum Style {
        /** By environment variables, and by JSON on its standard input. */
        OWN,
        /** By arguments as well, as keepalived's {@code notify} has them. */
        KEEPALIVED
    }

    /**
     * A program.
     *
     * @param argv an absolute path, and arguments
     * @param user empty: the usual one
     * @param title what keepalived's scripts call the instance; empty: the group of the alias, else its address
     */
    public record Run(List<String> argv, Optional<String> user, Style style, Optional<String> title) implements Deed {
        public Run {
            argv = List.copyOf(argv);
        }

        @Override
        public boolean lasting() {
            // What it should have done an hour ago is wrong now.
            return false;
        }

        /** Without its arguments, which may be anything. */
        @Override
        public String toString() {
            return "run " + argv.get(0);
        }
    }

    /**
     * An HTTP request.
     *
     * @param url of an http or https server; some have a secret in it
     * @param origin of it, such as {@code https://alerts.example.net}
     * @param key for the signature; empty: it is not signed
     * @param authority certificates in PEM of whom the server's certificate is trusted; empty: the system's
     */
    public record Post(Secret url, String origin, Optional<Secret> key, Optional<String> authority) implements Deed {
        @Override
        public boolean lasting() {
            return true;
        }

        @Override
        public String toString() {
            return "post " + origin;
        }
    }

    /** How a connection to a mail server is encrypted. */
    public enum MailTls {
        /** It begins in the clear and is then encrypted (RFC 3207), or nothing is sent. */
        STARTTLS,
        /** From its beginning (RFC 8314, 3.3). */
        TLS,
        NONE
    }

    /**
     * A mail.
     *
     * @param host of the server
     * @param to at least one
     * @param login empty: as nobody
     * @param authority certificates in PEM of whom the server's certificate is trusted; empty: the system's
     */
    public record Mail(
            String host,
            int port,
            MailTls tls,
            String from,
            List<String> to,
            Optional<Login> login,
            Optional<String> authority)
            implements Deed {
        public Mail {
            to = List.copyOf(to);
        }

        @Override
        public boolean lasting() {
            return true;
        }

        @Override
        public String toString() {
            return "mail to " + String.join(", ", to);
        }
    }

    /** Who this host is to a mail server. */
    public record Login(String user, Secret password) {}
}
