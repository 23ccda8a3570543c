package io.aliasdefender.web;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.Secret;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Who may do what on a door, and what is too much for it. */
final class Gate {
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String BEARER = "bearer ";
    /** Ourselves, and what somebody typed. */
    private static final Set<String> OUR_SITES = Set.of("same-origin", "none");

    private final boolean trusted;
    private final Optional<Secret> token;
    private final String configuredHost;
    private final Refusals refusals;

    private Gate(boolean trusted, Optional<Secret> token, String configuredHost, Refusals refusals) {
        this.trusted = trusted;
        this.token = token;
        this.configuredHost = configuredHost;
        this.refusals = refusals;
    }

    /** The Unix socket: whoever can open it has the rights. */
    static Gate unix(Refusals refusals) {
        return new Gate(true, Optional.empty(), "", refusals);
    }

    /** @param host where it listens */
    static Gate tcp(String host, Optional<Secret> token, Refusals refusals) {
        return new Gate(false, token, host, refusals);
    }

    void pass(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!trusted && !isOurs(request)) {
            Answers.problem(context, 421, "this is not " + request.authority());
        } else if (!trusted && isForAnotherSite(request)) {
            Answers.problemAndClose(context, 403, "nothing here is for the pages of other sites");
        } else if (tooLarge(request)) {
            Answers.problemAndClose(context, 413, "a request may have a body of " + Limits.BODY_BYTES + " bytes");
        } else if (!trusted && !READING.contains(request.method())) {
            judge(context);
        } else {
            context.next();
        }
    }

    /**
     * Against DNS rebinding: a name of somebody else's that suddenly means this loopback address would make a browser
     * on this host hand our answers to that somebody.
     */
    private boolean isOurs(HttpServerRequest request) {
        boolean loopback = Optional.ofNullable(request.localAddress())
                .map(address -> address.hostAddress())
                .flatMap(IpAddress::parse)
                .filter(IpAddress::isLoopback)
                .isPresent();
        HostAndPort authority = request.authority();
        if (!loopback || authority == null) {
            // HTTP/1.0 needs no Host, and no browser speaks it.
            return true;
        }
        String host = authority.host().toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
        return host.equals("localhost")
                || host.equals(configuredHost.toLowerCase(Locale.ROOT))
                || IpAddress.parse(host).filter(IpAddress::isLoopback).isPresent();
    }

    /**
     * A page of another site may not read what it is answered, and cannot give an order without the token; but it
     * could hold readers' places. Links from there are welcome. Programs, and browsers before 2023, send no such header.
     */
    private static boolean isForAnotherSite(HttpServerRequest request) {
        String site = request.getHeader("sec-fetch-site");
        return site != null
                && !OUR_SITES.contains(site.toLowerCase(Locale.ROOT))
                && !"navigate".equalsIgnoreCase(request.getHeader("sec-fetch-mode"));
    }

    private static boolean tooLarge(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        if (length != null) {
            return !length.matches("\\d{1,9}") || Long.parseLong(length) > Limits.BODY_BYTES;
        }
        // Of unknown length, where nothing is wanted.
        return request.getHeader("transfer-encoding") != null && READING.contains(request.method());
    }

    private void judge(RoutingContext context) {
        if (token.isEmpty()) {
            refusals.withoutToken();
            Answers.problemAndClose(
                    context,
                    403,
                    "orders are taken on the Unix socket only, because the configuration has no `web: {token-file: ...}`");
            return;
        }
        String header = Optional.ofNullable(context.request().getHeader("authorization"))
                .orElse("");
        boolean bearer = header.toLowerCase(Locale.ROOT).startsWith(BEARER);
        if (bearer && same(header.substring(BEARER.length()).strip(), token.get())) {
            context.next();
            return;
        }
        if (bearer) {
            refusals.withWrongToken(context.request().remoteAddress());
        } else {
            refusals.withoutToken();
        }
        context.response().putHeader("www-authenticate", "Bearer realm=\"alias-defender\"");
        Answers.problemAndClose(
                context,
                401,
                bearer ? "this is not the token" : "an order needs the header Authorization: Bearer TOKEN");
    }

    /** In a time that does not depend on how much of it is right. */
    private static boolean same(String shown, Secret token) {
        return MessageDigest.isEqual(
                shown.getBytes(StandardCharsets.UTF_8), token.text().getBytes(StandardCharsets.UTF_8));
    }
}
