package io.aliasdefender.config;

import io.aliasdefender.config.Yaml.Scalar;
import io.aliasdefender.payload.LinkKey;
import io.aliasdefender.payload.Settings.Link;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code link:}, and the file with its keys. */
final class YamlLink {
    private static final int MAX_PORT = 65_535;
    private static final String EXAMPLE =
            "write link: {port: 8601, key-file: /etc/alias-defender/link.key} or link: off";
    private static final String FILE_EXAMPLE = "write an absolute path such as " + Link.DEFAULT_KEY_FILE;

    private final Values values;
    private final Findings findings;
    private final boolean elsewhere;

    /** @param elsewhere whether the file with the keys is on another machine, and cannot be looked at */
    YamlLink(Values values, Findings findings, boolean elsewhere) {
        this.values = values;
        this.findings = findings;
        this.elsewhere = elsewhere;
    }

    /** @param value null: nothing is written of it, and there is a link where there is a key */
    Link read(Yaml value, NodeTable nodes) {
        Link off = new Link(Optional.empty(), Link.DEFAULT_KEY_FILE, List.of(), nodes.also());
        if (value instanceof Scalar scalar) {
            if (!scalar.text().equals("off")) {
                findings.error(value.at(), "link " + Quoted.of(scalar.text()) + " is not known", EXAMPLE);
            }
            return off;
        }
        Map<String, Yaml> link = value == null ? Map.of() : values.section(value, "link", Keys.LINK, EXAMPLE);
        Optional<Integer> port = Optional.ofNullable(link.get("port"))
                .flatMap(written -> values.whole(written, "link: port", 1, MAX_PORT))
                .or(() -> Optional.of(Link.DEFAULT_PORT));
        Yaml written = link.get("key-file");
        if (written == null) {
            boolean there = !elsewhere && Files.exists(Path.of(Link.DEFAULT_KEY_FILE));
            At at = value == null ? At.WHOLE_FILE : value.at();
            List<LinkKey> keys = there ? keys(Link.DEFAULT_KEY_FILE, at) : List.of();
            return new Link(port, Link.DEFAULT_KEY_FILE, keys, nodes.also());
        }
        Optional<String> path = values.text(written, "link: key-file", FILE_EXAMPLE);
        // A relative one would mean another file for each folder that the program is started in.
        if (path.isPresent() && !path.get().startsWith("/")) {
            findings.error(written.at(), "link: key-file " + Quoted.of(path.get()) + " is not absolute", FILE_EXAMPLE);
            return off;
        }
        List<LinkKey> keys = elsewhere
                ? List.of()
                : path.map(file -> keys(file, written.at())).orElse(List.of());
        return new Link(port, path.orElse(Link.DEFAULT_KEY_FILE), keys, nodes.also());
    }

    private List<LinkKey> keys(String file, At at) {
        FileOwner.group(Path.of(file))
                .ifPresent(flaw ->
                        findings.warning(at, "link: key-file: " + Quoted.of(file) + ": " + flaw.what(), flaw.remedy()));
        return values.judged(LinkKeyFile.read(file), at, "link: key-file").orElse(List.of());
    }
}
