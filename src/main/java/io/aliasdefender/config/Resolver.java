package io.aliasdefender.config;

import io.aliasdefender.core.net.IpAddress;
import java.util.Optional;

/** Finds the address of a host name. */
public interface Resolver {
    /** Empty: nobody knows the name. */
    Optional<IpAddress> resolve(String name);

    /** Whether nobody knows it only because there was no time to wait for the answer. */
    default boolean ranOutOfTime(String name) {
        return false;
    }
}
