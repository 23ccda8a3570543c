package io.aliasdefender.web;

import io.aliasdefender.payload.ConfigStatus;
import io.aliasdefender.payload.Settings;
import java.time.Instant;
import java.util.function.Supplier;

/** What the web side knows by itself, copied on its own loop. */
record OwnFigures(
        String version,
        ConfigWatch config,
        EventStream stream,
        Connections connections,
        Budget budget,
        Refusals refusals,
        Peers peers,
        Supplier<Settings> settings) {
    private static final String REFUSED = "orders_refused";
    private static final String HELP_REFUSED = "Orders over TCP that were refused for want of the token.";

    Families families() {
        Families families = new Families()
                .gauge("build_info", "1, with the version.", 1, "version", version)
                .gauge("stream_readers", "Readers of the event stream.", stream.readers())
                .gauge("stream_pending_bytes", "Bytes that wait for readers of the stream.", (double)
                        stream.pendingBytes())
                .counter(
                        "stream_readers_cut_off",
                        "Readers of the stream that did not keep up and were cut off.",
                        stream.cutOffReaders())
                .gauge("http_connections", "Connections to the API.", connections.count())
                .gauge("http_held_bytes", "What connections to the API hold, estimated.", (double) budget.used())
                .counter(
                        "http_connections_cut",
                        "Connections to the API that were cut because all together held too much.",
                        budget.cut())
                .counter(REFUSED, HELP_REFUSED, refusals.countWithoutToken(), "token", "missing")
                .counter(REFUSED, HELP_REFUSED, refusals.countWithWrongToken(), "token", "wrong")
                .gauge(
                        "config_last_reload_successful",
                        "1 if the configuration file, as it was last looked at, is what runs.",
                        config.status().map(ConfigStatus::accepted).orElse(true) ? 1 : 0)
                .gauge(
                        "config_last_reload_success_timestamp_seconds",
                        "When the configuration file was last found to be right, since the epoch.",
                        seconds(config.acceptedAt()));
        peers.all()
                .forEach(peer -> families.gauge(
                        "peer_reachable",
                        "1 if the other node's API answered the last question.",
                        peer.error().isEmpty() ? 1 : 0,
                        "node",
                        peer.node()));
        settings.get()
                .web()
                .tls()
                .ifPresent(tls -> families.gauge(
                        "certificate_expiry_timestamp_seconds",
                        "The end of the API's own certificate, since the epoch.",
                        seconds(tls.validUntil())));
        return families;
    }

    private static double seconds(Instant instant) {
        return instant.toEpochMilli() / 1e3;
    }
}
