package io.aliasdefender.link.protocol;

import java.util.Optional;

/** What must be the same in the configurations of all nodes. The numbers are those of the protocol, and stay. */
public enum Part {
    NODES(1, "nodes"),
    INTERVAL(2, "interval"),
    WITNESSES(3, "witnesses"),
    ALIASES(4, "aliases"),
    ORDER(5, "nodes of an alias"),
    PROBES(6, "probes"),
    CONFIRM(7, "confirm"),
    GRACE(8, "grace"),
    FAILBACK(9, "failback"),
    ON_STOP(10, "on-stop"),
    ON_ISOLATION(11, "on-isolation"),
    ANNOUNCE(12, "announce"),
    GROUPS(13, "groups"),
    ROUTES(14, "routes and rules");

    /** Asked for at each part of each message that comes. */
    private static final Part[] ALL = values();

    private final int number;
    private final String key;

    Part(int number, String key) {
        this.number = number;
        this.key = key;
    }

    int number() {
        return number;
    }

    /** As it is called in the configuration. */
    public String key() {
        return key;
    }

    /** Empty: of a later version. */
    static Optional<Part> numbered(int number) {
        for (Part part : ALL) {
            if (part.number == number) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }
}
