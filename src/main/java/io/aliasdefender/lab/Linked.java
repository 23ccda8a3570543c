package io.aliasdefender.lab;

import io.aliasdefender.config.LinkKeyFile;
import io.aliasdefender.payload.LinkKey;
import io.aliasdefender.payload.Secret;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Hosts of a laboratory with a link between them: one key, in one file for all of them. */
public final class Linked {
    private static final byte FILL = 7;

    private Linked() {}

    /** The same configuration with the link. */
    public static LabConfig config(Lab lab, LabConfig config) {
        return config(lab.hosts(), config);
    }

    /** The same for these hosts. */
    static LabConfig config(List<LabHost> hosts, LabConfig config) {
        Path file = hosts.get(0).state().resolveSibling("link.key");
        return config.with("link: {key-file: " + key(file) + "}");
    }

    private static Path key(Path file) {
        byte[] bytes = new byte[LinkKeyFile.KEY_BYTES];
        Arrays.fill(bytes, FILL);
        LinkKey key = new LinkKey(1, new Secret(Base64.getEncoder().encodeToString(bytes)));
        try {
            Files.writeString(file, LinkKeyFile.text(List.of(key)));
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException failure) {
            throw new LabException("no key for the link: " + failure, failure);
        }
    }

    /** Waits until each hears the other by so many paths, both ways, and knows how it stands to so many aliases. */
    public static void await(Lab lab, int paths, int aliases, Duration limit) {
        for (LabHost host : lab.hosts()) {
            Await.until(
                    limit,
                    () -> hears(host, paths, aliases),
                    () -> host + " is linked by " + paths + " paths: "
                            + link(host).encode() + "\n" + host.lastLines(20));
        }
    }

    private static boolean hears(LabHost host, int paths, int aliases) {
        return link(host).getJsonArray("nodes").stream()
                .map(node -> (JsonObject) node)
                .allMatch(node -> node.getJsonObject("word") != null
                        && node.getJsonObject("word").getInteger("aliases") == aliases
                        && node.getJsonArray("paths").stream()
                                        .filter(path -> "both".equals(((JsonObject) path).getString("way")))
                                        .count()
                                >= paths);
    }

    private static JsonObject link(LabHost host) {
        try {
            return host.api().status().getJsonObject("link");
        } catch (IOException failure) {
            throw new LabException(host + " does not tell of its link: " + failure.getMessage(), failure);
        }
    }
}
