package io.aliasdefender.config;

import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Policy.Lease;
import io.aliasdefender.core.spec.Policy.OnLoss;
import io.aliasdefender.payload.LeaseSpec;
import io.aliasdefender.payload.LeaseSpec.Certificate;
import io.aliasdefender.payload.LeaseSpec.Login;
import io.aliasdefender.payload.Secret;
import io.aliasdefender.payload.Settings.AddressTool;
import io.aliasdefender.platform.Platform;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads {@code lease:}, with its certificates and its password. */
final class YamlLease {
    private static final int MOST_ENDPOINTS = 16;
    private static final int MAX_PORT = 65_535;
    /** etcd carries out 128 operations in one transaction by default ({@code --max-txn-ops}). */
    private static final int MOST_IN_A_GROUP = 100;

    private static final String EXAMPLE = "write lease: {etcd: [\"https://192.0.2.31:2379\"], ttl: 5s}";
    private static final String ETCD_EXAMPLE = "write etcd: [\"https://192.0.2.31:2379\"]";
    private static final String PREFIX_EXAMPLE = "write a path such as prefix: /alias-defender/";
    private static final String FILE_EXAMPLE = "write an absolute path such as /etc/alias-defender/etcd.pem";

    private final Values values;
    private final Findings findings;
    private final boolean elsewhere;

    /** @param elsewhere whether the files are on another machine, and cannot be looked at */
    YamlLease(Values values, Findings findings, boolean elsewhere) {
        this.values = values;
        this.findings = findings;
        this.elsewhere = elsewhere;
    }

    /**
     * @param value null: no lease is needed
     * @param tool with which addresses are changed
     */
    Optional<LeaseSpec> read(Yaml value, AddressTool tool) {
        if (value == null) {
            return Optional.empty();
        }
        Map<String, Yaml> lease = values.section(value, "lease", Keys.LEASE, EXAMPLE);
        requireNetlink(value, tool);
        List<URI> endpoints = endpoints(value, lease.get("etcd"));
        String prefix =
                Optional.ofNullable(lease.get("prefix")).flatMap(this::prefix).orElse(LeaseSpec.DEFAULT_PREFIX);
        Optional<String> authority = file(lease.get("ca-file"), "ca-file", PemFiles::authority);
        Optional<Certificate> certificate = certificate(value, lease);
        Optional<Login> login = login(value, lease);
        OnLoss onLoss = onLoss(lease.get("on-loss"));
        LeaseSpec spec = new LeaseSpec(
                endpoints, prefix, new Lease(ttl(lease.get("ttl"), onLoss), onLoss), authority, certificate, login);
        checkEncryption(value, lease, spec);
        return endpoints.isEmpty() ? Optional.empty() : Optional.of(spec);
    }

    /** The kernel itself must take an address off when this program does not run, and is told how by netlink alone. */
    private void requireNetlink(Yaml value, AddressTool tool) {
        if (elsewhere) {
            return;
        }
        switch (tool) {
            case IP, IFCONFIG ->
                findings.error(
                        value.at(),
                        "lease needs netlink, and commands: " + tool.name().toLowerCase(Locale.ROOT)
                                + " cannot tell the kernel until when an address may stay",
                        "write commands: auto");
            case AUTO, NETLINK -> {
                Optional<String> problem = Platform.current().nativeAccess()
                        ? Optional.empty()
                        : Optional.of("this is " + Platform.current());
                problem.ifPresent(why -> findings.error(
                        value.at(),
                        "lease needs Linux and its netlink, so that the kernel takes an address off in time: " + why,
                        "leave lease: out on this host"));
            }
        }
    }

    /**
     * A holder has all keys of a group or none: etcd must write them in one step.
     *
     * @param value null: no lease is needed
     */
    void checkGroups(Yaml value, Collection<AliasSpec> aliases) {
        Map<String, Integer> sizes = new TreeMap<>();
        aliases.stream().flatMap(alias -> alias.group().stream()).forEach(name -> sizes.merge(name, 1, Integer::sum));
        sizes.forEach((name, size) -> {
            if (value != null && size > MOST_IN_A_GROUP) {
                findings.error(
                        value.at(),
                        "group " + Quoted.of(name) + " has " + size + " aliases, and a lease is for " + MOST_IN_A_GROUP
                                + " at the most, because etcd writes no more in one step",
                        "make several groups of them");
            }
        });
    }

    private List<URI> endpoints(Yaml value, Yaml written) {
        List<URI> endpoints = new ArrayList<>();
        if (written == null) {
            findings.error(value.at(), "lease: etcd is missing", ETCD_EXAMPLE);
            return endpoints;
        }
        List<Yaml> items = values.list(written, "lease: etcd", ETCD_EXAMPLE);
        if (items.size() > MOST_ENDPOINTS) {
            findings.error(
                    written.at(),
                    "lease: etcd has " + items.size() + " endpoints; 1 to " + MOST_ENDPOINTS + " can be used",
                    ETCD_EXAMPLE);
        }
        for (Yaml item : items) {
            values.text(item, "lease: etcd", ETCD_EXAMPLE)
                    .flatMap(text -> endpoint(item, text))
                    .ifPresent(endpoint -> {
                        if (endpoints.contains(endpoint)) {
                            findings.error(
                                    item.at(), "lease: etcd has " + endpoint + " twice", "write each endpoint once");
                        }
                        endpoints.add(endpoint);
                    });
        }
        return endpoints;
    }

    private Optional<URI> endpoint(Yaml item, String text) {
        try {
            URI uri = new URI(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean bare = uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null
                    && (uri.getPath().isEmpty() || uri.getPath().equals("/"));
            int port = uri.getPort() < 0 ? LeaseSpec.DEFAULT_PORT : uri.getPort();
            if (http && bare && port >= 1 && port <= MAX_PORT) {
                return Optional.of(new URI(uri.getScheme(), null, uri.getHost(), port, null, null, null));
            }
        } catch (URISyntaxException noUri) {
            // Said below.
        }
        findings.error(
                item.at(),
                "lease: etcd " + Quoted.of(text) + " is no http://HOST:PORT or https://HOST:PORT",
                ETCD_EXAMPLE);
        return Optional.empty();
    }

    private Optional<String> prefix(Yaml written) {
        Optional<String> prefix = values.text(written, "lease: prefix", PREFIX_EXAMPLE);
        if (prefix.filter(text -> !text.matches("/([A-Za-z0-9._-]+/)*[A-Za-z0-9._-]+/?"))
                .isPresent()) {
            findings.error(
                    written.at(),
                    "lease: prefix " + Quoted.of(prefix.get())
                            + " is no path of letters, digits, dots, dashes and underscores that begins with a slash",
                    PREFIX_EXAMPLE);
            return Optional.empty();
        }
        return prefix.map(text -> text.endsWith("/") ? text : text + "/");
    }

    private Duration ttl(Yaml written, OnLoss onLoss) {
        Optional<Duration> ttl = Optional.ofNullable(written)
                .flatMap(some -> values.duration(some, "lease: ttl", Lease.MIN_TTL, Lease.MAX_TTL));
        if (ttl.filter(length -> !length.equals(Duration.ofSeconds(length.toSeconds())))
                .isPresent()) {
            findings.error(
                    written.at(),
                    "lease: ttl " + DurationText.format(ttl.get())
                            + " is no number of whole seconds, in which stores count",
                    "write ttl: " + ttl.get().toSeconds() + "s or ttl: "
                            + (ttl.get().toSeconds() + 1) + "s");
        } else if (ttl.filter(Lease.MIN_TTL::equals).isPresent() && onLoss == OnLoss.RELEASE) {
            findings.error(
                    written.at(),
                    "lease: ttl 2s leaves the kernel 0.5 s to take an address off, and it may need 1.3 s where something"
                            + " else changes lifetimes of addresses, such as DHCP",
                    "write ttl: 3s or more, or on-loss: hold where two holders may be");
        }
        return ttl.orElse(Lease.DEFAULT_TTL);
    }

    private OnLoss onLoss(Yaml written) {
        Map<String, OnLoss> words = new LinkedHashMap<>();
        words.put("release", OnLoss.RELEASE);
        words.put("hold", OnLoss.HOLD);
        return Optional.ofNullable(written)
                .flatMap(some -> values.word(some, "lease: on-loss", words))
                .orElse(OnLoss.RELEASE);
    }

    private Optional<Certificate> certificate(Yaml value, Map<String, Yaml> lease) {
        Optional<PemFiles.Certificate> chain = file(lease.get("cert-file"), "cert-file", PemFiles::certificate);
        Optional<PemFiles.Key> key = file(lease.get("key-file"), "key-file", PemFiles::key);
        if (lease.containsKey("cert-file") != lease.containsKey("key-file")) {
            findings.error(
                    value.at(),
                    "lease has "
                            + (lease.containsKey("cert-file")
                                    ? "cert-file without key-file"
                                    : "key-file without cert-file"),
                    "write both, or none");
        }
        chain.flatMap(PemFiles::expired)
                .ifPresent(since -> findings.error(
                        lease.get("cert-file").at(),
                        "lease: cert-file " + Quoted.of(chain.get().file()) + " was valid until " + since,
                        "renew the certificate"));
        if (chain.isPresent() && key.isPresent() && !PemFiles.belongTogether(chain.get(), key.get())) {
            findings.error(
                    value.at(),
                    "lease: cert-file and key-file do not belong together",
                    "name the key with which the certificate was asked for");
        }
        return chain.flatMap(own -> key.map(secret -> new Certificate(own.pem(), new Secret(secret.pem()))));
    }

    private Optional<Login> login(Yaml value, Map<String, Yaml> lease) {
        Optional<String> user = Optional.ofNullable(lease.get("user"))
                .flatMap(written -> values.text(written, "lease: user", "write the name of a user of etcd"));
        Optional<Secret> password = file(lease.get("password-file"), "password-file", GuardedFile::password);
        if (lease.containsKey("user") != lease.containsKey("password-file")) {
            findings.error(
                    value.at(),
                    "lease has "
                            + (lease.containsKey("user") ? "user without password-file" : "password-file without user"),
                    "write both, or none");
        }
        return user.flatMap(name -> password.map(secret -> new Login(name, secret)));
    }

    /** Certificates for nobody, and passwords that everybody on the way can read. */
    private void checkEncryption(Yaml value, Map<String, Yaml> lease, LeaseSpec spec) {
        if (spec.endpoints().isEmpty()) {
            return;
        }
        for (String key : List.of("ca-file", "cert-file")) {
            if (lease.containsKey(key) && !spec.tls()) {
                findings.error(
                        lease.get(key).at(),
                        "lease: " + key + " means nothing, because no endpoint of etcd is https",
                        "write https:// in etcd:, or leave it out");
            }
        }
        boolean plain = spec.endpoints().stream()
                .anyMatch(endpoint -> endpoint.getScheme().equals("http"));
        if (plain && lease.containsKey("user")) {
            findings.error(
                    lease.get("user").at(),
                    "lease: user and http:// would send a password that everybody on the way can read",
                    "write https:// in etcd:");
        } else if (plain) {
            findings.warning(
                    value.at(),
                    "lease: etcd is asked without encryption: whoever is on the way can take every alias away",
                    "write https:// in etcd:, and ca-file:");
        }
    }

    /** What is in the file of that name. */
    private <T> Optional<T> file(Yaml written, String key, Function<String, Verdict<T>> reader) {
        if (written == null) {
            return Optional.empty();
        }
        Optional<String> path = values.text(written, "lease: " + key, FILE_EXAMPLE);
        if (path.filter(text -> !text.startsWith("/")).isPresent()) {
            findings.error(
                    written.at(), "lease: " + key + " " + Quoted.of(path.get()) + " is not absolute", FILE_EXAMPLE);
            return Optional.empty();
        }
        if (elsewhere) {
            return Optional.empty();
        }
        path.flatMap(named -> FileOwner.group(Path.of(named)))
                .ifPresent(flaw -> findings.warning(
                        written.at(),
                        "lease: " + key + ": " + Quoted.of(path.get()) + ": " + flaw.what(),
                        flaw.remedy()));
        return path.flatMap(named -> values.judged(reader.apply(named), written.at(), "lease: " + key));
    }
}
