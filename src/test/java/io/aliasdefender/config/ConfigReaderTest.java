package io.aliasdefender.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes are, the answer is a reading. */
class ConfigReaderTest {
    private static final long SEED = 20260101;

    private static Reading read(String text) {
        return ConfigReader.read("test", text.getBytes(StandardCharsets.UTF_8), Hosts.web1());
    }

    @Test
    void fileWhenMissingShouldSaySo(@TempDir Path folder) {
        Path file = folder.resolve("none.yaml");

        assertThat(ConfigReader.read(file, Hosts.web1()).errors())
                .extracting(Finding::toString)
                .containsExactly(file + ": there is no such file; write one, or name another with --config");
    }

    @Test
    void fileWhenDirectoryShouldSaySo(@TempDir Path folder) {
        assertThat(ConfigReader.read(folder, Hosts.web1()).errors())
                .extracting(Finding::toString)
                .containsExactly(folder + ": this is a directory; name a file");
    }

    @Test
    void fileWhenDeviceWithoutEndShouldBeRefused() {
        assertThat(ConfigReader.read(Path.of("/dev/zero"), Hosts.web1()).errors())
                .extracting(Finding::toString)
                .containsExactly("/dev/zero: this is no regular file; name a regular file, not a pipe or a device");
    }

    @Test
    void fileWhenLinkToItselfShouldSaySo(@TempDir Path folder) throws IOException {
        Path link = folder.resolve("loop.yaml");
        Files.createSymbolicLink(link, link);

        assertThat(ConfigReader.read(link, Hosts.web1()).errors())
                .singleElement()
                .extracting(Finding::toString)
                .asString()
                .startsWith(link + ": this file cannot be read (");
    }

    @Test
    void fileWhenPermissionIsDeniedShouldSaySo(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("secret.yaml"), PosixFilePermissions.asFileAttribute(Set.of()));
        assumeFalse(Files.isReadable(file), "root reads everything");

        assertThat(ConfigReader.read(file, Hosts.web1()).errors())
                .extracting(Finding::toString)
                .containsExactly(file + ": permission to read this file is denied; correct its owner or its mode");
    }

    @Test
    void fileWhenFiftyMegabytesShouldBeRefusedUnread(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("large.yaml");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(50 << 20);
        }

        assertThat(ConfigReader.read(file, Hosts.web1()).errors())
                .extracting(Finding::toString)
                .containsExactly(file + ": this file has more than 1048576 bytes (1 MiB); name a configuration file");
    }

    @Test
    void readingWhenOnlyANameIsUnknownMayBeRightLater() {
        String unknown = "nodes: {web1: 192.0.2.11, web2: nosuchhost}\naliases: [{address: 192.0.2.100/24}]\n";

        assertThat(read(unknown).passing()).isTrue();
        assertThat(read(unknown + "intervall: 1s\n").passing()).isFalse();
        assertThat(read(unknown.replace("nosuchhost", "192.0.2.12")).passing()).isFalse();
    }

    @Test
    void errorsWhenTenThousandShouldBeTheFirstFiftyAndACount() {
        String lines = "eth0 | 192.0.2.100\n".repeat(10_000);

        List<Finding> errors = read(lines).errors();

        assertThat(errors).hasSize(51);
        assertThat(errors.get(49).line()).isEqualTo(50);
        assertThat(errors.get(50))
                .hasToString("test:51:1: and 9950 more from here on; correct the ones above and look again");
    }

    @Test
    void aliasesWhenFiveThousandShouldBeReadAndOneMoreRefused() {
        HostFacts host = Hosts.withAddresses("web1", List.of(Hosts.carried(2, "10.0.0.1/8")));
        String head = "nodes:\n  web1: 10.0.0.1\n  web2: 10.0.0.2\naliases:\n";
        String aliases = IntStream.range(0, YamlAliases.MAX_ALIASES)
                .mapToObj(i -> "  - address: 10.1." + i / 250 + "." + (i % 250 + 1) + "/8\n")
                .collect(Collectors.joining());
        Reading full = ConfigReader.read("test", (head + aliases).getBytes(StandardCharsets.UTF_8), host);
        Reading tooMany =
                ConfigReader.read("test", (head + aliases + "  - {}\n").getBytes(StandardCharsets.UTF_8), host);

        assertThat(full.settings().orElseThrow().aliases()).hasSize(YamlAliases.MAX_ALIASES);
        assertThat(tooMany.errors())
                .extracting(Finding::toString)
                .containsExactly("test:5005:5: there are more than 5000 aliases; write fewer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[", "{", "- ", "? ", "a: ", "\"", "'", "&a ", "*a ", "!x ", "%", "|", ">", "a: {", "\t", "#"})
    void textWhenOnePieceRepeatedShouldBeAnsweredQuickly(String piece) {
        Reading reading = read(piece.repeat(200_000 / piece.length()));

        assertThat(reading.errors()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%YAML 9.9\n---\na",
                "%TAG ! tag:x,1:\n---\na: !y b",
                "\"\\U00110000\"",
                "\"\\ud800\"",
                "? ?\n",
                "@",
                "`",
                "- - -",
                "...",
                "---",
                "--- ---",
                "a: b: c",
                ": :",
                "!<",
                "!!",
                "&",
                "*",
                "a: |9\n",
                "\"\\x\"",
                "\ufeff\ufeff"
            })
    void textWhenOddYamlShouldBeAnError(String text) {
        assertThat(read(text).errors()).isNotEmpty();
    }

    @Test
    void bytesWhenRandomShouldNeverThrow() {
        Random random = new Random(SEED);
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            assertThat(ConfigReader.read("random", bytes, Hosts.web1()).errors())
                    .isNotEmpty();
        }
    }

    /** Mutations of good files: most are wrong, some are still right; each gets a reading that holds together. */
    @Test
    void filesWhenMutatedShouldNeverThrow() throws IOException {
        Random random = new Random(SEED);
        List<byte[]> seeds = new ArrayList<>();
        for (Path file : Stream.concat(SchemaTest.goodFiles(), Stream.of(Path.of("conf/hostname.alias")))
                .toList()) {
            seeds.add(Files.readAllBytes(file));
        }
        int accepted = 0;
        for (int round = 0; round < 4_000; round++) {
            byte[] mutant = mutate(seeds.get(random.nextInt(seeds.size())), random);
            Reading reading = ConfigReader.read("mutant", mutant, Hosts.web1());
            accepted += reading.settings().isPresent() ? 1 : 0;
            assertThat(reading.errors()).allSatisfy(error -> {
                assertThat(error.toString()).matches("mutant(:\\d+:\\d+)?: \\P{Cntrl}+; \\P{Cntrl}+");
                assertThat(error.toString()).hasSizeLessThan(1_000);
            });
        }
        assertThat(accepted).isBetween(1, 3_999);
    }

    private static byte[] mutate(byte[] original, Random random) {
        String interesting = ":-[]{}#|&*!%@\"'\t\n ,?>/.0189afxyz~\u0000\u00ff";
        StringBuilder text = new StringBuilder(new String(original, StandardCharsets.ISO_8859_1));
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && text.length() > 0; i++) {
            int at = random.nextInt(text.length());
            char character = interesting.charAt(random.nextInt(interesting.length()));
            switch (random.nextInt(5)) {
                case 0 -> text.setCharAt(at, character);
                case 1 -> text.insert(at, character);
                case 2 -> text.deleteCharAt(at);
                case 3 -> text.setLength(at);
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(40))));
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
