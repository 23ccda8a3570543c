package io.aliasdefender.cli;

/** Limits that libraries take from properties of the system, and only before they are first used. */
final class Safeguards {
    private Safeguards() {}

    /** To be called before anything else. */
    static void set() {
        // Each level of a text in JSON takes of a thread's stack, and ours has few.
        System.setProperty("vertx.jackson.defaultReadMaxNestingDepth", "32");
        // A handshake costs the server more than the client; one for each connection is enough. (TLS 1.3 has no other.)
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        // Sessions to be resumed are kept here for TLS 1.2 clients, by default 20,480 for a day.
        System.setProperty("javax.net.ssl.sessionCacheSize", "256");
    }
}
