package io.aliasdefender.held;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.files.FileTrouble;
import io.aliasdefender.files.OwnFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The file that tells the next daemon which addresses this one put on the host, for the case that it has no chance to
 * take them off again. A heading, then a line for each; each line ends with its own CRC-32:
 *
 * <pre>
 * alias-defender-held 1 e5a6d4ac-...-0d6e0f3b2a10/net:[4026531840] 1c291ca3
 * 192.0.2.100/24 2 eth0 8d3b5f0e
 * </pre>
 *
 * <p>Not forced to the disk: what only a power cut can lose is void after it. The addresses are gone then, too.
 */
public class HeldFile {
    private static final String TITLE = "alias-defender-held";
    private static final String VERSION = "1";
    /** More than twice of what the longest configuration needs. */
    private static final int MOST_BYTES = 1 << 20;

    private final Path file;
    private final String lifetime;

    /** @param lifetime what the addresses do not outlive, one word; a file of another one is void */
    public HeldFile(Path file, String lifetime) {
        this.file = file;
        this.lifetime = lifetime;
    }

    /**
     * What a file says.
     *
     * @param held the interface's name, for people, by the address
     * @param complaint one sentence when the file, or a part of it, could not be understood
     */
    record Content(Map<HeldAddress, String> held, Optional<String> complaint) {
        private static Content none(String complaint) {
            return new Content(Map.of(), Optional.of(complaint));
        }
    }

    /** Never fails: what cannot be read is as if it were not there, with a complaint. Blocks. */
    Content read() {
        try {
            return parse(new String(OwnFile.read(file, MOST_BYTES), StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException none) {
            return new Content(Map.of(), Optional.empty());
        } catch (IOException failure) {
            return Content.none("cannot read " + file + ": " + FileTrouble.reason(failure));
        }
    }

    private Content parse(String text) {
        List<String> lines = text.lines().toList();
        Optional<List<String>> heading = lines.isEmpty() ? Optional.empty() : words(lines.get(0));
        if (heading.isEmpty() || !heading.get().get(0).equals(TITLE)) {
            return Content.none(file + " is damaged from its first line on");
        }
        if (heading.get().size() != 3 || !heading.get().get(1).equals(VERSION)) {
            return Content.none(file + " is of another version of this program");
        }
        if (!heading.get().get(2).equals(lifetime)) {
            return new Content(Map.of(), Optional.empty());
        }
        Map<HeldAddress, String> held = new LinkedHashMap<>();
        int damaged = 0;
        for (String line : lines.subList(1, lines.size())) {
            Optional<List<String>> words = words(line).filter(found -> found.size() == 3);
            Optional<HeldAddress> entry = words.flatMap(HeldFile::entry);
            entry.ifPresent(found -> held.put(found, words.get().get(2)));
            damaged += entry.isPresent() ? 0 : 1;
        }
        return new Content(
                held,
                damaged == 0
                        ? Optional.empty()
                        : Optional.of(damaged + (damaged == 1 ? " line of " : " lines of ") + file
                                + (damaged == 1 ? " is" : " are") + " damaged"));
    }

    /** The words of a line without its checksum; empty when that is wrong. */
    private static Optional<List<String>> words(String line) {
        int last = line.lastIndexOf(' ');
        boolean good = last > 0 && line.substring(last + 1).equals(checksum(line.substring(0, last)));
        return good ? Optional.of(Arrays.asList(line.substring(0, last).split(" "))) : Optional.empty();
    }

    private static Optional<HeldAddress> entry(List<String> words) {
        try {
            int linkIndex = Integer.parseInt(words.get(1));
            return Cidr.parse(words.get(0)).map(address -> new HeldAddress(address, linkIndex));
        } catch (NumberFormatException other) {
            return Optional.empty();
        }
    }

    /** Replaces the whole file at once, readable by its owner alone. Blocks. */
    void write(Map<HeldAddress, String> held) throws IOException {
        StringBuilder text = new StringBuilder();
        append(text, TITLE + " " + VERSION + " " + lifetime);
        held.forEach((entry, link) -> append(text, entry.address() + " " + entry.linkIndex() + " " + link));
        OwnFile.replace(file, text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void append(StringBuilder text, String line) {
        text.append(line).append(' ').append(checksum(line)).append('\n');
    }

    private static String checksum(String line) {
        CRC32 crc = new CRC32();
        crc.update(line.getBytes(StandardCharsets.ISO_8859_1));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
