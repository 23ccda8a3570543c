package io.aliasdefender.config;

import io.aliasdefender.config.CheckText.Url;
import io.aliasdefender.payload.CheckKind.Http;
import io.aliasdefender.payload.CheckKind.Statuses;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads an HTTP check: its URL, and what the answer must be. */
final class YamlHttpCheck {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}";
    private static final String HEADER_EXAMPLE = "write header: {X-Role: primary}";

    private final String what;
    private final Map<String, Yaml> section;
    private final Values values;
    private final Findings findings;
    private final boolean elsewhere;

    YamlHttpCheck(String what, Map<String, Yaml> section, Values values, Findings findings, boolean elsewhere) {
        this.what = what;
        this.section = section;
        this.values = values;
        this.findings = findings;
        this.elsewhere = elsewhere;
    }

    Optional<Http> read(Yaml value, String example) {
        Optional<Url> url = values.raw(value, what + ": http", example)
                .flatMap(text -> values.judged(CheckText.url(text), value.at(), what + ": http"));
        for (String key : List.of("ca", "insecure")) {
            if (url.filter(plain -> !plain.tls()).isPresent() && section.containsKey(key)) {
                findings.error(
                        section.get(key).at(),
                        what + ": " + key + " is about a certificate, and the URL is not one of https",
                        "write https:// or remove it");
                return Optional.empty();
            }
        }
        Optional<List<Statuses>> statuses = statuses(section.get("status"));
        Optional<Map<String, String>> headers = headers(section.get("header"));
        Optional<Optional<String>> host = text("host", CheckText::hostHeader);
        Optional<Optional<String>> body = text("body", CheckText::body);
        Optional<Optional<String>> authority = authority(section.get("ca"));
        Yaml any = section.get("insecure");
        Optional<Boolean> insecure = any == null
                ? Optional.of(false)
                : values.word(any, what + ": insecure", YamlPolicy.ordered("true", true, "false", false));
        if (url.isEmpty()
                || statuses.isEmpty()
                || headers.isEmpty()
                || host.isEmpty()
                || body.isEmpty()
                || authority.isEmpty()
                || insecure.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Http(
                url.get().endpoint(),
                url.get().tls(),
                url.get().path(),
                host.get(),
                statuses.get(),
                headers.get(),
                body.get(),
                authority.get(),
                insecure.get()));
    }

    private Optional<List<Statuses>> statuses(Yaml value) {
        if (value == null) {
            return Optional.of(List.of(Statuses.DEFAULT));
        }
        String example = "write status: 200, or status: [200-299, 401]";
        List<Yaml> items =
                value instanceof Yaml.Scalar ? List.of(value) : values.list(value, what + ": status", example);
        List<Statuses> statuses = new ArrayList<>();
        for (Yaml item : items) {
            values.raw(item, what + ": status", example)
                    .flatMap(text -> values.judged(CheckText.statuses(text), item.at(), what + ": status"))
                    .ifPresent(statuses::add);
        }
        return !items.isEmpty() && statuses.size() == items.size() ? Optional.of(statuses) : Optional.empty();
    }

    private Optional<Map<String, String>> headers(Yaml value) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (value == null) {
            return Optional.of(headers);
        }
        List<Yaml.Entry> entries = values.entries(value, what + ": header", HEADER_EXAMPLE);
        if (value instanceof Yaml.Entries map && map.entries().isEmpty()) {
            findings.error(value.at(), what + ": header is empty", HEADER_EXAMPLE);
        }
        for (Yaml.Entry entry : entries) {
            if (!entry.key().matches(TOKEN)) {
                findings.error(
                        entry.at(),
                        what + ": " + Quoted.of(entry.key()) + " cannot be the name of a header",
                        HEADER_EXAMPLE);
                return Optional.empty();
            }
            values.raw(entry.value(), what + ": header " + entry.key(), HEADER_EXAMPLE)
                    .ifPresent(text -> headers.put(entry.key(), text));
        }
        return !entries.isEmpty() && headers.size() == entries.size() ? Optional.of(headers) : Optional.empty();
    }

    private Optional<Optional<String>> text(String key, Function<String, Verdict<String>> parser) {
        Yaml value = section.get(key);
        return value == null
                ? Optional.of(Optional.empty())
                : right(values.raw(value, what + ": " + key, "write a single value")
                        .flatMap(text -> values.judged(parser.apply(text), value.at(), what + ": " + key)));
    }

    /** Empty: it is wrong, which is another thing than that it is not written. */
    private static Optional<Optional<String>> right(Optional<String> read) {
        return read.isPresent() ? Optional.of(read) : Optional.empty();
    }

    /** What is in the file: what runs must not depend on whether it is still there later. */
    private Optional<Optional<String>> authority(Yaml value) {
        if (value == null) {
            return Optional.of(Optional.empty());
        }
        Optional<String> path = text("ca", CheckText::path).flatMap(written -> written);
        if (path.isEmpty()) {
            return Optional.empty();
        }
        if (elsewhere) {
            return Optional.of(Optional.empty());
        }
        FileOwner.group(Path.of(path.get()))
                .ifPresent(flaw -> findings.warning(
                        value.at(), what + ": ca: " + Quoted.of(path.get()) + ": " + flaw.what(), flaw.remedy()));
        return right(values.judged(PemFiles.authority(path.get()), value.at(), what + ": ca"));
    }
}
