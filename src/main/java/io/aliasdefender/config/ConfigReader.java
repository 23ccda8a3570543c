package io.aliasdefender.config;

import io.aliasdefender.core.spec.Witnesses;
import io.aliasdefender.payload.Settings;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads a configuration file of either format: the YAML one, or the original's {@code hostname.alias}, told apart by
 * their content. Whatever the bytes are, the answer is settings or a list of everything that is wrong, never an
 * exception.
 */
public final class ConfigReader {
    /** A configuration of 5,000 aliases has half of this. */
    public static final int MAX_BYTES = 1 << 20;

    private static final char BYTE_ORDER_MARK = '\ufeff';

    private ConfigReader() {}

    /** Reads a file; a missing, unreadable or special file is an error of the reading. Blocks; never on a pipe. */
    public static Reading read(Path file, HostFacts host) {
        return read(file, FileState.of(file), host);
    }

    /** Reads what was found at a path. */
    static Reading read(Path file, FileState state, HostFacts host) {
        return read(state, host, () -> {
            Findings findings = new Findings(file.toString());
            FileOwner.group(file).ifPresent(flaw -> findings.warning(At.WHOLE_FILE, flaw.what(), flaw.remedy()));
            return findings;
        });
    }

    /**
     * Reads a configuration's bytes. Asks the host's resolver for every name in it, for {@link Lookups#LIMIT} at most.
     *
     * @param fileName how the file is called in the findings
     */
    public static Reading read(String fileName, byte[] content, HostFacts host) {
        return read(FileState.ofContent(content), host, () -> new Findings(fileName));
    }

    /** @param begin makes the findings, anew each time that it is read with more names resolved */
    static Reading read(FileState state, HostFacts host, Supplier<Findings> begin) {
        return Lookups.reading(
                host.resolver(), Lookups.LIMIT, resolver -> readWith(state, host.with(resolver), begin.get()));
    }

    private static Reading readWith(FileState state, HostFacts host, Findings findings) {
        state.complain(findings);
        Optional<Settings> settings = state instanceof FileState.Content content
                ? settings(content.bytes(), host, findings)
                : Optional.empty();
        settings.ifPresent(read -> warnOfMissingWitnesses(read, host, findings));
        return settings.isPresent() && !findings.hasErrors()
                ? Reading.of(settings.get(), findings)
                : Reading.rejected(findings);
    }

    private static Optional<Settings> settings(byte[] content, HostFacts host, Findings findings) {
        Optional<String> text = text(content, findings);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (HostnameAlias.recognises(text.get())) {
            return new HostnameAlias(host, findings).read(text.get());
        }
        Optional<Yaml> root = YamlTree.parse(text.get(), findings);
        if (root.isEmpty() && !findings.hasErrors()) {
            findings.error(At.START, "the file is empty", "write nodes: and aliases: as in conf/alias-defender.yaml");
        }
        return root.flatMap(yaml -> new YamlSettings(host, findings).read(yaml));
    }

    /** No mistake of the file: a router may still come. But without one nobody ever takes over. */
    private static void warnOfMissingWitnesses(Settings settings, HostFacts host, Findings findings) {
        settings.aliases().stream()
                .filter(alias ->
                        host.kernel().link(alias.placement().interfaceName()).isPresent())
                .filter(alias -> !Witnesses.of(
                                alias.witnesses().orElse(settings.witnesses()),
                                settings.nodes(),
                                host.kernel(),
                                alias.placement().interfaceName(),
                                alias.address().v6())
                        .any())
                .map(alias -> Witnesses.whyNothingIsTaken(
                        alias.placement().interfaceName(), alias.address().v6()))
                .distinct()
                .forEach(why -> findings.warning(At.WHOLE_FILE, why, Witnesses.NAME_SOME));
    }

    /** The text of UTF-8 bytes that have no control characters. */
    static Optional<String> text(byte[] content, Findings findings) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer characters = CharBuffer.allocate(content.length + 1);
        CoderResult result = decoder.decode(ByteBuffer.wrap(content), characters, true);
        String text = characters.flip().toString();
        if (result.isError()) {
            findings.error(place(text, text.length()), "the bytes here are not UTF-8", "save the file as UTF-8 text");
            return Optional.empty();
        }
        if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            text = text.substring(1);
        }
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (Character.isISOControl(character) && "\t\n\r\u0085".indexOf(character) < 0) {
                findings.error(
                        place(text, i),
                        String.format("there is a control character here (U+%04X)", (int) character),
                        "remove it, or name a text file");
                return Optional.empty();
            }
        }
        return Optional.of(text);
    }

    private static At place(String text, int index) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < index; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new At(line, text.codePointCount(lineStart, index) + 1);
    }
}
