package io.aliasdefender.held;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.held.HeldFile.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldFileTest {
    private static final String LIFETIME = "e5a6d4ac-0c5e-4f1e-9d8a-0d6e0f3b2a10/net:[4026531840]";
    private static final Map<HeldAddress, String> HELD = held();

    @TempDir
    private Path folder;

    private static Map<HeldAddress, String> held() {
        Map<HeldAddress, String> held = new LinkedHashMap<>();
        held.put(new HeldAddress(Cidr.of("192.0.2.100/24"), 2), "eth0");
        held.put(new HeldAddress(Cidr.of("2001:db8::100/64"), 2), "eth0");
        held.put(new HeldAddress(Cidr.of("198.51.100.7/32"), 17), "br-lan.100");
        return held;
    }

    private Path path() {
        return folder.resolve("held");
    }

    private HeldFile file() {
        return new HeldFile(path(), LIFETIME);
    }

    private byte[] written() throws IOException {
        file().write(HELD);
        return Files.readAllBytes(path());
    }

    private Content read(byte[] bytes) throws IOException {
        Files.write(path(), bytes);
        return file().read();
    }

    @Test
    void fileWhenWrittenShouldBeReadAsItWas() throws Exception {
        file().write(HELD);
        assertThat(file().read()).isEqualTo(new Content(HELD, Optional.empty()));

        file().write(Map.of());
        assertThat(file().read()).isEqualTo(new Content(Map.of(), Optional.empty()));
    }

    @Test
    void fileWhenWrittenShouldBeItsOwnersAloneWhateverLiesThere() throws Exception {
        Path strange = Files.writeString(folder.resolve("strange"), "of others");
        Files.createSymbolicLink(folder.resolve("held.new"), strange);
        Files.createSymbolicLink(path(), strange);

        file().write(HELD);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
        assertThat(Files.isSymbolicLink(path())).isFalse();
        assertThat(strange).hasContent("of others");
        assertThat(folder.resolve("held.new")).doesNotExist();
    }

    @Test
    void fileWhenTheLongestShouldBeReadWhole() throws Exception {
        Map<HeldAddress, String> most = new LinkedHashMap<>();
        for (int i = 0; i < 5_000; i++) {
            Cidr address = Cidr.of("2001:db8:1111:2222:3333:4444:5555:" + Integer.toHexString(0x1000 + i) + "/128");
            most.put(new HeldAddress(address, Integer.MAX_VALUE), "fifteen-letters");
        }

        file().write(most);

        assertThat(file().read()).isEqualTo(new Content(most, Optional.empty()));
    }

    @Test
    void fileWhenMissingShouldBeNothingWithoutComplaint() {
        assertThat(file().read()).isEqualTo(new Content(Map.of(), Optional.empty()));
    }

    @Test
    void fileWhenOfAnotherBootOrNamespaceShouldBeNothingWithoutComplaint() throws Exception {
        new HeldFile(path(), "another-boot/net:[4026531840]").write(HELD);

        assertThat(file().read()).isEqualTo(new Content(Map.of(), Optional.empty()));
    }

    @Test
    void fileWhenOfAnotherVersionShouldBeNothingWithComplaint() throws Exception {
        // The checksum of a heading that says 2, made by whoever will write that.
        CRC32 crc = new CRC32();
        String heading = "alias-defender-held 2 " + LIFETIME;
        crc.update(heading.getBytes(StandardCharsets.US_ASCII));

        Content content = read((heading + " " + String.format("%08x", crc.getValue()) + "\n192.0.2.100/24 2 eth0 0\n")
                .getBytes(StandardCharsets.US_ASCII));

        assertThat(content)
                .isEqualTo(new Content(Map.of(), Optional.of(path() + " is of another version of this program")));
    }

    @Test
    void fileWhenCutAnywhereShouldGiveWholeLinesAlone() throws Exception {
        byte[] whole = written();

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            Content content = read(cut);

            int lines = new String(whole, 0, Math.min(length + 1, whole.length), StandardCharsets.US_ASCII)
                    .split("\n", -1)
                    .length;
            // A line is whole with its last character; its end of line may be missing.
            int entries = Math.max(0, lines - 2);
            assertThat(content.held()).as("cut to %d bytes", length).isEqualTo(first(entries));
            boolean betweenLines = length > 0 && (cut[length - 1] == '\n' || whole[length] == '\n');
            assertThat(content.complaint().isEmpty())
                    .as("cut to %d bytes", length)
                    .isEqualTo(betweenLines);
        }
    }

    private static Map<HeldAddress, String> first(int count) {
        Map<HeldAddress, String> first = new LinkedHashMap<>();
        HELD.entrySet().stream().limit(count).forEach(entry -> first.put(entry.getKey(), entry.getValue()));
        return first;
    }

    @Test
    void fileWhenAnyBitIsWrongShouldGiveNothingThatWasNotWrittenAndComplain() throws Exception {
        byte[] whole = written();

        for (int at = 0; at < whole.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] flipped = whole.clone();
                flipped[at] ^= (byte) (1 << bit);
                Content content = read(flipped);

                assertThat(HELD.entrySet())
                        .as("bit %d of byte %d", bit, at)
                        .containsAll(content.held().entrySet());
                assertThat(content.held().size()).isLessThan(HELD.size());
                assertThat(content.complaint()).isPresent();
            }
        }
    }

    @Test
    void fileWhenNoiseOrNoFileShouldBeNothingWithComplaint() throws Exception {
        byte[] noise = new byte[3 << 20];
        new Random(1).nextBytes(noise);
        assertThat(read(noise).complaint()).contains(path() + " is damaged from its first line on");

        Files.delete(path());
        Files.createDirectory(path());
        assertThat(file().read().complaint()).contains("cannot read " + path() + ": it is no regular file");
        assertThatThrownBy(() -> file().write(HELD)).isInstanceOf(IOException.class);
    }
}
