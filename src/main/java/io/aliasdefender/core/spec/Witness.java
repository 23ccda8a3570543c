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
}
