package io.aliasdefender.web;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.TenureQuery;
import io.vertx.core.MultiMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;

/** A span of time in a request, with the aliases that it is about. */
final class TenureParameters {
    /** Of one answer. */
    static final int MOST = 2_000;

    private static final Duration USUAL = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(31);

    private TenureParameters() {}

    /**
     * Reads it.
     *
     * @param now by this host's clock, which ends the span unless the request says otherwise
     * @throws IllegalArgumentException with a sentence for whoever asked
     */
    static TenureQuery of(MultiMap parameters, Instant now) {
        Instant to = time(parameters, "to").orElse(now);
        Instant from = time(parameters, "from").orElse(to.minus(USUAL));
        if (from.isAfter(to)) {
            throw new IllegalArgumentException("from is not to be later than to");
        }
        if (Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("from and to may be " + LONGEST.toDays() + " days apart");
        }
        int most = Optional.ofNullable(parameters.get("limit"))
                .map(text -> Numbers.count("limit", text, MOST))
                .orElse(MOST);
        return new TenureQuery(from, to, StreamQuery.aliases(parameters), most);
    }

    /** An RFC 3339 time; empty: the request has none. Fails as {@link #of} does. */
    static Optional<Instant> time(MultiMap parameters, String name) {
        String text = parameters.get(name);
        if (text == null) {
            return Optional.empty();
        }
        try {
            Instant time = Instant.parse(text);
            if (time.getEpochSecond() >= 0 && time.getEpochSecond() < Integer.toUnsignedLong(-1)) {
                return Optional.of(time);
            }
        } catch (DateTimeParseException wrong) {
            // The sentence is the same.
        }
        throw new IllegalArgumentException(
                name + " is a time such as 2026-01-02T03:04:05Z (a + in it is written %2B), not " + text);
    }

    /** The same question to another node. */
    static String path(TenureQuery query) {
        StringBuilder path = new StringBuilder("/api/tenures?limit=" + query.most());
        path.append("&from=").append(query.from()).append("&to=").append(query.to());
        Set<IpAddress> aliases = query.aliases();
        aliases.forEach(
                alias -> path.append("&alias=").append(URLEncoder.encode(alias.toString(), StandardCharsets.US_ASCII)));
        return path.toString();
    }
}
