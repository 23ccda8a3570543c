package io.aliasdefender.core.spec;

import io.aliasdefender.core.net.IpAddress;

/** Something outside the nodes whose answer proves that our own network works. */
public sealed interface Witness {
    /** Each default router of the alias's interface, whoever that is at the moment. */
    record DefaultRouter() implements Witness {
        @Override
        public String toString() {
            return "router";
        }
    }

    /** A fixed address. */
    record Fixed(IpAddress address) implements Witness {
        @Override
        public String toString() {
            return address.toString();
        }
    }

    /** Any host that is heard on the alias's link. */
    record AnyHost() implements Witness {
        @Override
        public String toString() {
            return "any";
        }
    }

    /** Nothing: on a cable between two hosts there is nobody who could tell. */
    record Nobody() implements Witness {
        @Override
        public String toString() {
            return "none";
        }
    }
}
