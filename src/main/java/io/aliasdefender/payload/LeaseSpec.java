package io.aliasdefender.payload;

import io.aliasdefender.core.spec.Policy.Lease;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The store of the leases.
 *
 * @param endpoints of etcd, {@code http} or {@code https}, at least one, each with its port
 * @param prefix of its keys; begins and ends with a slash
 * @param lease how long leases last, and what a holder does that cannot renew
 * @param authority certificates in PEM of whom the endpoints' certificates are trusted; empty: the system's
 * @param certificate what this host shows to the endpoints; empty: nothing
 * @param login with which requests are permitted; empty: none is needed
 */
public record LeaseSpec(
        List<URI> endpoints,
        String prefix,
        Lease lease,
        Optional<String> authority,
        Optional<Certificate> certificate,
        Optional<Login> login) {
    public static final String DEFAULT_PREFIX = "/alias-defender/";
    public static final int DEFAULT_PORT = 2379;

    public LeaseSpec {
        endpoints = List.copyOf(endpoints);
    }

    /** Whether leases of another one are these, wherever the store is asked for them, and by whom. */
    public boolean hasLeasesOf(LeaseSpec other) {
        return prefix.equals(other.prefix) && lease.ttl().equals(other.lease.ttl());
    }

    /** Whether any endpoint is asked by TLS. */
    public boolean tls() {
        return endpoints.stream().anyMatch(endpoint -> endpoint.getScheme().equals("https"));
    }

    /**
     * Of a client.
     *
     * @param chain in PEM, our own first
     * @param key in PEM, PKCS #8
     */
    public record Certificate(String chain, Secret key) {}

    /** Of a user of the store. */
    public record Login(String user, Secret password) {}
}
