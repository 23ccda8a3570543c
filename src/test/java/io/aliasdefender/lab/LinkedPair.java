package io.aliasdefender.lab;

import io.aliasdefender.config.LinkKeyFile;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.lab.DaemonApi.DaemonEvent;
import io.aliasdefender.payload.LinkKey;
import io.aliasdefender.payload.Secret;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The hosts of a laboratory with the same key, and what their daemons say of the paths between them. */
final class LinkedPair {
    /** For what takes a few seconds at most: also on a machine that is busy with other things. */
    static final Duration SOON = Duration.ofSeconds(60);

    private final Lab lab;
    private final String key;

    LinkedPair(Lab lab, Path folder) {
        this.lab = lab;
        Path file = folder.resolve("link.key");
        LinkKey made = new LinkKey(1, new Secret(Base64.getEncoder().encodeToString(new byte[32])));
        try {
            Files.writeString(file, LinkKeyFile.text(List.of(made)));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        key = "link: {key-file: " + file + "}";
    }

    /**
     * Starts the daemons of all hosts with this configuration; the first host gets the aliases.
     *
     * @param also further addresses with the last number left away, such as {@code 198.51.100.}; each host has its own
     */
    void start(LabConfig config, String... also) {
        startEach("", config, also);
    }

    /** @param besides further lines of each alias */
    void startEach(String besides, LabConfig config, String... also) {
        String where = "    interface: " + Station.INTERFACE + "\n";
        for (LabHost host : lab.hosts()) {
            String text = config.with(key).yaml(lab.hosts()).replace(where, where + besides);
            for (LabHost other : also.length == 0 ? List.<LabHost>of() : lab.hosts()) {
                text = text.replace(
                        "  " + other.name() + ": " + other.address() + "\n",
                        "  " + other.name() + ": {address: " + other.address() + ", also: [" + addresses(other, also)
                                + "]}\n");
            }
            host.configure("alias-defender.yaml", text);
        }
        // One after the other: whoever is up first on a busy machine has the aliases, and keeps them.
        for (LabHost host : lab.hosts()) {
            host.start();
            host.awaitReady();
            config.aliases()
                    .forEach(alias -> lab.timeline()
                            .awaitHolders(alias.address(), Set.of(lab.web(1).name()), SOON));
        }
    }

    private static String addresses(LabHost host, String... networks) {
        String own = host.address().toString();
        String number = own.substring(own.lastIndexOf('.') + 1);
        return String.join(
                ", ",
                List.of(networks).stream().map(network -> network + number).toList());
    }

    /** What a host says of a path by the address that it begins at; empty: it has none such. */
    static Optional<String> way(LabHost host, String from, Optional<String> via) {
        return link(host).getJsonArray("nodes").getJsonObject(0).getJsonArray("paths").stream()
                .map(JsonObject.class::cast)
                .filter(path -> path.getString("from").startsWith(from)
                        && via.equals(Optional.ofNullable(path.getString("via"))))
                .map(path -> path.getString("way"))
                .findFirst();
    }

    /** Waits until a host says so. */
    static void awaitWay(LabHost host, String from, Optional<String> via, String way) {
        Await.until(
                SOON,
                () -> way(host, from, via).equals(Optional.of(way)),
                () -> host + " says " + way + " of " + from + " " + via + ": "
                        + link(host).encode() + "\n" + host.lastLines(20));
    }

    static JsonObject link(LabHost host) {
        try {
            return host.api().status().getJsonObject("link");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static List<DaemonEvent> said(LabHost host, String cause) {
        try {
            return host.api().events(0).stream()
                    .filter(event -> event.cause().equals(cause))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A host's standing towards an alias. */
    static String state(LabHost host, IpAddress alias) {
        try {
            return host.api().alias(alias.toString()).orElseThrow().state();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** How many aliases the other host has told to have. */
    static int held(LabHost host) {
        JsonObject word = link(host).getJsonArray("nodes").getJsonObject(0).getJsonObject("word");
        return word == null ? 0 : word.getInteger("held");
    }
}
