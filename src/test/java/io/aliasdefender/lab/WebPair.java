package io.aliasdefender.lab;

import io.aliasdefender.lab.DaemonApi.AliasStatus;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two hosts whose daemons serve their API to each other by TLS, with a token and an authority of their own. */
@ExtendWith(LabRequired.class)
abstract class WebPair {
    static final Duration INTERVAL = Duration.ofMillis(100);
    static final Duration SOON = Duration.ofSeconds(30);
    static final String ALIAS = Lab.ALIAS.address().toString();
    static final String TOKEN = "a-token.of/the~laboratory+0123456789";
    static final String BEARER = "Authorization: Bearer " + TOKEN;

    static Lab lab;
    static LabHost web1;
    static LabHost web2;
    static PrivateAuthority authority;
    static SSLContext trust;
    private static boolean leftRunning;

    @BeforeAll
    static void build(TestInfo test) throws Exception {
        Path folder = Path.of("target", "lab", test.getTestClass().orElseThrow().getSimpleName());
        lab = Lab.build(2, Optional.of(folder), DaemonCommand.ofThisProgram());
        web1 = lab.web(1);
        web2 = lab.web(2);
        Files.deleteIfExists(lab.folder().resolve("authority.p12"));
        authority = new PrivateAuthority(lab.folder());
        trust = authority.trust();
        for (LabHost host : lab.hosts()) {
            authority.sign(host.name(), host.address());
        }
        Files.writeString(tokenFile(), TOKEN + "\n");
        Files.setPosixFilePermissions(tokenFile(), PosixFilePermissions.fromString("rw-------"));
    }

    @AfterAll
    static void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void begin(TestInfo test) {
        for (LabHost host : lab.hosts()) {
            if (!host.running()) {
                host.forgetLog();
            }
            host.note("=== " + test.getDisplayName());
        }
        leftRunning = false;
        configure(LabConfig.every(INTERVAL));
    }

    @AfterEach
    void reset() {
        if (!leftRunning) {
            lab.reset();
        }
    }

    /** To be said at the very end of a test, after which all is as {@link #startPair()} wants it. */
    static void leaveRunning() {
        leftRunning = true;
    }

    static Path tokenFile() {
        return lab.folder().resolve("token").toAbsolutePath();
    }

    /** The same on both hosts, but for their certificates. */
    static void configure(LabConfig config) {
        for (LabHost host : lab.hosts()) {
            lab.configure(host, config.with(web(host, peers("https"), authority.certificate())));
        }
    }

    /** Every node's API, itself included, as the one file for all nodes has it. */
    static Map<String, String> peers(String scheme) {
        return lab.hosts().stream()
                .collect(Collectors.toMap(LabHost::name, host -> scheme + "://" + host.address() + ":" + Door.PORT));
    }

    /** The configuration's line. */
    static String web(LabHost host, Map<String, String> peers, Path peerAuthority) {
        return ("web: {host: 0.0.0.0, port: %d, token-file: %s, tls: {certificate: %s, key: %s}, peers: {%s}, peer-ca: %s}")
                .formatted(
                        Door.PORT,
                        tokenFile(),
                        authority.certificate(host.name()).toAbsolutePath(),
                        authority.key(host.name()).toAbsolutePath(),
                        peers.entrySet().stream()
                                .map(peer -> peer.getKey() + ": \"" + peer.getValue() + "\"")
                                .collect(Collectors.joining(", ")),
                        peerAuthority.toAbsolutePath());
    }

    /** A daemon's TCP door, seen from the client. */
    static Door tls(LabHost host) {
        return Door.tcp(lab.client().namespace(), host.address(), Optional.of(trust));
    }

    static void start(LabHost host) {
        if (host.running()) {
            lab.reset();
        }
        host.start();
        host.awaitReady();
    }

    /** The primary first, so that every test begins with the same holder; or one that another test left. */
    static void startPair() {
        if (!web1.running() || !web2.running()) {
            start(web1);
            awaitHolder(web1);
            start(web2);
        }
        awaitHolder(web1);
        awaitState(web2, "watching");
    }

    static void awaitHolder(LabHost host) {
        lab.timeline().awaitHolders(Lab.ALIAS.address(), Set.of(host.name()), SOON);
        awaitState(host, "holding");
    }

    static void awaitState(LabHost host, String state) {
        Await.until(
                SOON,
                () -> status(host).filter(alias -> alias.state().equals(state)).isPresent(),
                () -> host + " is " + state + "; it says " + status(host) + "\n" + host.lastLines(30));
    }

    private static Optional<AliasStatus> status(LabHost host) {
        try {
            return host.api().alias(ALIAS);
        } catch (IOException silent) {
            return Optional.empty();
        }
    }

    static JsonObject get(LabHost host, String path) {
        try {
            return host.api().get(path);
        } catch (IOException failure) {
            throw new LabException(failure.getMessage(), failure);
        }
    }

    /** What a daemon says of its only peer. */
    static JsonObject peer(LabHost host) {
        return first(get(host, "/api/peers"), "peers");
    }

    /** How the nodes' views of the alias compare, in the eyes of one of them. */
    static JsonObject agreement(LabHost host) {
        return first(get(host, "/api/peers"), "aliases");
    }

    static void awaitPeer(LabHost host, Predicate<JsonObject> wanted) {
        awaitFirst(host, "peers", wanted);
    }

    /** Gives what was said when it was so: a moment later it may be another thing. */
    static JsonObject awaitAgreement(LabHost host, Boolean wanted) {
        return awaitFirst(
                host,
                "aliases",
                told -> Optional.ofNullable(wanted).equals(Optional.ofNullable(told.getBoolean("agree"))));
    }

    /** The views differ, and for these reasons; on the way there they may differ for others. */
    static JsonObject awaitDifference(LabHost host, String... said) {
        return awaitFirst(
                host,
                "aliases",
                told -> Boolean.FALSE.equals(told.getBoolean("agree"))
                        && Stream.of(said).allMatch(told.getString("sentence")::contains));
    }

    private static JsonObject awaitFirst(LabHost host, String field, Predicate<JsonObject> wanted) {
        AtomicReference<JsonObject> told = new AtomicReference<>();
        Await.until(
                SOON,
                () -> {
                    try {
                        told.set(first(host.api().get("/api/peers"), field));
                        return wanted.test(told.get());
                    } catch (IOException late) {
                        // On a busy machine an answer may take longer than is waited for it.
                        return false;
                    }
                },
                () -> host + " says of its " + field + ": " + told.get());
        return told.get();
    }

    static JsonObject first(JsonObject body, String field) {
        return body.getJsonArray(field).getJsonObject(0);
    }

    /** The field of every object in a list. */
    static List<Object> each(JsonArray objects, String field) {
        return objects.stream()
                .map(entry -> ((JsonObject) entry).getValue(field))
                .toList();
    }
}
