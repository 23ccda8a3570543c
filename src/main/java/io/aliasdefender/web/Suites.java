package io.aliasdefender.web;

import io.vertx.core.http.HttpServerOptions;
import java.util.List;
import java.util.Set;

/**
 * What TLS may be here: such that whoever gets the key later can read nothing of what was said before, and that nobody
 * can change a byte on the way. All browsers since 2014 can do one of these.
 */
final class Suites {
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

    private static final List<String> NAMES = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

    private Suites() {}

    static HttpServerOptions allow(HttpServerOptions options) {
        NAMES.forEach(options::addEnabledCipherSuite);
        return options.setEnabledSecureTransportProtocols(PROTOCOLS);
    }
}
