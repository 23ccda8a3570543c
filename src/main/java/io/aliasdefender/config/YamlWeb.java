package io.aliasdefender.config;

import io.aliasdefender.config.Yaml.Entry;
import io.aliasdefender.config.Yaml.Scalar;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.payload.Secret;
import io.aliasdefender.payload.Settings.Tls;
import io.aliasdefender.payload.Settings.Web;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code web:}, and the files that it names: what runs must not depend on whether they are still there later. */
final class YamlWeb {
    private static final int MAX_PORT = 65_535;
    private static final String WEB_EXAMPLE = "write web: {host: 127.0.0.1, port: 8600} or web: off";
    private static final String TLS_EXAMPLE =
            "write tls: {certificate: /etc/alias-defender/web.pem, key: /etc/alias-defender/web.key}";
    private static final String PEERS_EXAMPLE = "write peers: {web2: \"https://192.0.2.12:8600\"}";
    private static final String FILE_EXAMPLE = "write an absolute path such as /etc/alias-defender/token";
    private static final Pattern BASE_URL =
            Pattern.compile("https?://(\\[[0-9A-Fa-f:.]+]|[^\\[\\]/?#@:\\s]+)(:\\d{1,5})?/?");

    private final Values values;
    private final Findings findings;
    private final boolean elsewhere;
    /** Under which the others ask this one. */
    private final Set<String> ownNames = new HashSet<>();

    /** @param elsewhere whether the files are on another machine, and cannot be looked at */
    YamlWeb(Values values, Findings findings, boolean elsewhere) {
        this.elsewhere = elsewhere;
        this.values = values;
        this.findings = findings;
    }

    Web read(Yaml value, NodeTable nodes, Set<IpAddress> aliases) {
        if (value == null) {
            return Web.DEFAULT;
        }
        if (value instanceof Scalar scalar) {
            if (!scalar.text().equals("off")) {
                findings.error(value.at(), "web " + Quoted.of(scalar.text()) + " is not known", WEB_EXAMPLE);
            }
            return new Web(Web.DEFAULT.host(), Optional.empty());
        }
        Map<String, Yaml> web = values.section(value, "web", Keys.WEB, WEB_EXAMPLE);
        Optional<Yaml> host = Optional.ofNullable(web.get("host"));
        String listenOn = host.flatMap(written -> values.text(written, "web: host", WEB_EXAMPLE)
                        .filter(text -> canListenOn(text, written.at(), aliases)))
                .orElse(Web.DEFAULT.host());
        Optional<Integer> port = Optional.ofNullable(web.get("port"))
                .flatMap(written -> values.whole(written, "web: port", 1, MAX_PORT));
        if (!web.containsKey("tls") && !isLoopback(listenOn)) {
            findings.warning(
                    host.map(Yaml::at).orElse(value.at()),
                    "web: host " + listenOn + " is served without encryption, and a token could be overheard",
                    "add tls: {certificate: ..., key: ...}, or write host: 127.0.0.1");
        }
        return new Web(
                listenOn,
                port.or(Web.DEFAULT::port),
                file(web.get("token-file"), "token-file", GuardedFile::token),
                Optional.ofNullable(web.get("tls")).flatMap(this::tls),
                peers(web.get("peers"), nodes),
                file(web.get("peer-ca"), "peer-ca", PemFiles::authority),
                ownNames);
    }

    private static boolean isLoopback(String host) {
        return IpAddress.parse(host).map(IpAddress::isLoopback).orElse(host.equals("localhost"));
    }

    private boolean canListenOn(String text, At at, Set<IpAddress> aliases) {
        String remedy = "write 127.0.0.1, 0.0.0.0 for every interface, or one address of the host";
        if (!AddressText.looksLikeAddress(text)) {
            if (!Names.isHost(text)) {
                findings.error(at, "web: host " + Quoted.of(text) + " is neither an address nor a host name", remedy);
            }
            return Names.isHost(text);
        }
        Optional<IpAddress> address = values.judged(AddressText.address(text), at, "web: host");
        if (address.filter(IpAddress::isMulticast).isPresent()) {
            findings.error(at, "web: host " + text + " is a multicast address", remedy);
            return false;
        }
        address.filter(aliases::contains)
                .ifPresent(alias -> findings.warning(
                        at, "web: host " + alias + " is an alias, which is not always on this host", remedy));
        return address.isPresent();
    }

    /** What is in the file of that name. */
    private <T> Optional<T> file(Yaml written, String key, Function<String, Verdict<T>> reader) {
        Optional<String> path = path(written, key).filter(named -> !elsewhere);
        path.flatMap(named -> FileOwner.group(Path.of(named)))
                .ifPresent(flaw -> findings.warning(
                        written.at(),
                        "web: " + key + ": " + Quoted.of(path.get()) + ": " + flaw.what(),
                        flaw.remedy()));
        return path.flatMap(named -> values.judged(reader.apply(named), written.at(), "web: " + key));
    }

    private Optional<String> path(Yaml written, String key) {
        if (written == null) {
            return Optional.empty();
        }
        Optional<String> path = values.text(written, "web: " + key, FILE_EXAMPLE);
        // A relative one would mean another file for each folder that the program is started in.
        if (path.isPresent() && !path.get().startsWith("/")) {
            findings.error(
                    written.at(), "web: " + key + " " + Quoted.of(path.get()) + " is not absolute", FILE_EXAMPLE);
            return Optional.empty();
        }
        return path;
    }

    private Optional<Tls> tls(Yaml value) {
        Map<String, Yaml> tls = values.section(value, "tls", Keys.TLS, TLS_EXAMPLE);
        for (String key : Keys.TLS.names()) {
            if (!tls.containsKey(key) && !Values.mentions(value, key, Keys.TLS)) {
                findings.error(value.at(), "web: tls has no " + key, TLS_EXAMPLE);
            }
        }
        Optional<PemFiles.Certificate> certificate = file(tls.get("certificate"), "certificate", PemFiles::certificate);
        Optional<PemFiles.Key> key = file(tls.get("key"), "key", PemFiles::key);
        if (certificate.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        if (!PemFiles.belongTogether(certificate.get(), key.get())) {
            findings.error(
                    tls.get("key").at(),
                    "web: key does not belong to the certificate",
                    "name the key that the certificate was made for");
            return Optional.empty();
        }
        PemFiles.expired(certificate.get())
                .ifPresent(since -> findings.warning(
                        tls.get("certificate").at(),
                        "web: certificate has been out of date since " + since,
                        "have it renewed"));
        return Optional.of(new Tls(
                certificate.get().file(),
                certificate.get().pem(),
                new Secret(key.get().pem()),
                certificate.get().validUntil()));
    }

    private Map<String, String> peers(Yaml value, NodeTable nodes) {
        Map<String, String> peers = new LinkedHashMap<>();
        if (value == null) {
            return peers;
        }
        for (Entry entry : values.entries(value, "web: peers", PEERS_EXAMPLE)) {
            if (!nodes.names().isEmpty() && !nodes.names().contains(entry.key())) {
                String meant = Nearest.to(entry.key(), nodes.names()).orElse("one of " + Quoted.list(nodes.names()));
                findings.error(
                        entry.at(), "peer " + Quoted.of(entry.key()) + " is none of the nodes", "write " + meant);
                continue;
            }
            // The file is the same on every node, and so this one's own address is in it, too.
            boolean self =
                    nodes.self().filter(node -> node.name().equals(entry.key())).isPresent();
            Optional<String> url = baseUrl(entry);
            if (self) {
                url.map(URI::create).map(URI::getHost).ifPresent(host -> ownNames.add(host.toLowerCase(Locale.ROOT)));
            } else {
                url.ifPresent(other -> peers.put(entry.key(), other));
            }
        }
        return peers;
    }

    private Optional<String> baseUrl(Entry entry) {
        Optional<String> text = values.text(entry.value(), "peer " + entry.key(), PEERS_EXAMPLE);
        if (text.isEmpty()) {
            return text;
        }
        Matcher url = BASE_URL.matcher(text.get());
        boolean right = url.matches()
                && (url.group(2) == null || Integer.parseInt(url.group(2).substring(1)) <= MAX_PORT);
        String host = right ? url.group(1) : "";
        boolean literal = host.startsWith("[")
                && IpAddress.parse(host.substring(1, host.length() - 1)).isPresent();
        if (!right || !(literal || IpAddress.parse(host).isPresent() || Names.isHost(host))) {
            findings.error(
                    entry.value().at(),
                    "peer " + entry.key() + " " + Quoted.of(text.get()) + " is not the address of an API",
                    "write https://HOST:PORT or http://HOST:PORT");
            return Optional.empty();
        }
        return Optional.of(text.get().replaceFirst("/$", ""));
    }
}
