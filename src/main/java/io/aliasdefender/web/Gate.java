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
    private static final Set<String> FRAMES = Set.of("iframe", "frame", "embed", "object", "fencedframe");
    private static final String BEARER = "bearer ";
    /** Ourselves, and what somebody typed. */
    private static final Set<String> OUR_SITES = Set.of("same-origin", "none");

    private final boolean trusted;
    private final Optional<Secret> token;
    private final OwnNames names;
    private final Refusals refusals;

    private Gate(boolean trusted, Optional<Secret> token, OwnNames names, Refusals refusals) {
        this.trusted = trusted;
        this.token = token;
        this.names = names;
        this.refusals = refusals;
    }

    /** The Unix socket: whoever can open it has the rights. */
    static Gate unix(OwnNames names, Refusals refusals) {
        return new Gate(true, Optional.empty(), names, refusals);
    }

    static Gate tcp(Optional<Secret> token, OwnNames names, Refusals refusals) {
        return new Gate(false, token, names, refusals);
    }

    void pass(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!trusted && !isOurs(request)) {
            Responses.problemAndClose(context, 421, "this is not " + host(request) + ": " + remedy());
        } else if (!trusted && isForAFrame(request)) {
            Responses.problemAndClose(context, 403, "nothing here is shown within another page");
        } else if (!trusted && isForAnotherSite(request)) {
            Responses.problemAndClose(context, 403, "nothing here is for the pages of other sites");
        } else if (tooLarge(request)) {
            Responses.problemAndClose(context, 413, "a request may have a body of " + Limits.BODY_BYTES + " bytes");
        } else if (tooMany(request)) {
            Responses.problemAndClose(context, 400, "a query may have " + Limits.PARAMETERS + " parameters");
        } else if (!trusted && !READING.contains(request.method())) {
            judge(context);
        } else {
            context.next();
        }
    }

    /**
     * Against DNS rebinding. By TLS on any other address than loopback, the certificate has shown already that this
     * host may be called so.
     */
    private boolean isOurs(HttpServerRequest request) {
        Optional<IpAddress> local = Optional.ofNullable(request.localAddress())
                .map(address -> address.hostAddress())
                .flatMap(IpAddress::parse);
        boolean certified = request.isSSL()
                && local.filter(address -> !address.isLoopback()).isPresent();
        // HTTP/1.0 needs no Host, and no browser speaks it.
        return certified || request.getHeader("host") == null || names.know(host(request), local);
    }

    /** As it was written, where it is no name at all. */
    private static String host(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        return authority == null ? request.getHeader("host") : authority.host();
    }

    private String remedy() {
        return "it goes by its addresses, the nodes' names and " + String.join(", ", names.names())
                + "; for another name write `web: {host: NAME}`, or have this node's own entry in `web: {peers: ...}`"
                + " say it, or use TLS";
    }

    /** Links are followed into a window of their own; whoever frames a page makes people click on what they do not see. */
    private static boolean isForAFrame(HttpServerRequest request) {
        String dest = request.getHeader("sec-fetch-dest");
        return dest != null && FRAMES.contains(dest.toLowerCase(Locale.ROOT));
    }

    /** Each is an entry with two texts as long as the request is. */
    private static boolean tooMany(HttpServerRequest request) {
        String query = request.query();
        return query != null
                && query.chars().filter(next -> next == '&' || next == ';').count() >= Limits.PARAMETERS;
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
            Responses.problemAndClose(
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
        Responses.problemAndClose(
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
