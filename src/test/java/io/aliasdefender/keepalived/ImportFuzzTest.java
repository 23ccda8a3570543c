package io.aliasdefender.keepalived;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.keepalived.ImportRequest.HostHint;
import io.aliasdefender.keepalived.parse.MemorySources;
import io.aliasdefender.keepalived.parse.ParseFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that nobody would write: the import ends, and fails with nothing but its own error. */
@Timeout(120)
class ImportFuzzTest {
    private static final String FILE = "/etc/keepalived/keepalived.conf";
    private static final int FILES_OF_A_SEED = 60;
    private static final List<String> WORDS = List.of(
            "{",
            "}",
            "\"",
            "'",
            "\\",
            "#",
            "!",
            "$A",
            "${A}",
            "$A=",
            "$A= \\",
            "@a ",
            "@^a ",
            "~SEQ(A, 1, 3) ",
            "~LST({A,B},{1,2}) ",
            "include x\n",
            "weight",
            "-0",
            "99999999999999999999",
            "1.5",
            "-1",
            "0x",
            "/",
            "192.0.2.1/33",
            "::1%eth0",
            "vrrp_instance",
            "vrrp_script",
            "track_script",
            "virtual_ipaddress",
            "notify",
            "vrrp_sync_group {\n group {\n",
            "unicast_peer {\n",
            "track_process {",
            "\n",
            "\t",
            "\r\n",
            "\u0000",
            "\u00e9",
            "dev",
            "label",
            "priority",
            "\ud83d\ude00");

    private static List<String> samples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/keepalived"))) {
            List<String> texts = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".conf"))
                    .sorted()
                    .toList()) {
                texts.add(Files.readString(file));
            }
            return texts;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void fileWhenDamagedShouldBeImportedOrRefusedAndNothingElse(long seed) throws Exception {
        Random random = new Random(seed);
        List<String> samples = samples();
        int imported = 0;
        for (int i = 0; i < FILES_OF_A_SEED; i++) {
            byte[] text = damaged(samples.get(random.nextInt(samples.size())), random);
            byte[] other = damaged(samples.get(random.nextInt(samples.size())), random);
            imported += ends(text, other) ? 1 : 0;
        }
        // Else only the refusals would have been tried.
        assertThat(imported).isPositive();
    }

    private static boolean ends(byte[] text, byte[] other) {
        MemorySources sources =
                new MemorySources().with(FILE, text).with("/x", other).with("/etc/keepalived/x", other);
        HostHint peer = new HostHint(Optional.of("b"), Optional.of(Path.of("/x")), Optional.empty());
        try {
            KeepalivedImport.Imported imported = KeepalivedImport.of(new ImportRequest(
                    Path.of(FILE), HostHint.NONE, List.of(peer), sources, KernelView.EMPTY, name -> Optional.empty()));
            // It is YAML, whatever was in it.
            assertThat(SelfCheck.of("x.yaml", imported.yaml()).errors())
                    .as(imported.yaml())
                    .noneMatch(error ->
                            error.what().contains("parse") || error.what().contains("control character"));
            assertThat(imported.report()).isNotEmpty();
            return true;
        } catch (ParseFailure refused) {
            assertThat(refused).hasMessageMatching("(?s)/.*: .*; .*");
            return false;
        }
    }

    private static byte[] damaged(String sample, Random random) {
        StringBuilder text = new StringBuilder(sample);
        int wounds = random.nextInt(6);
        for (int i = 0; i < wounds && text.length() > 0; i++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(5)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, WORDS.get(random.nextInt(WORDS.size())));
                case 2 ->
                    text.setCharAt(at, (char) (random.nextInt(10) == 0 ? random.nextInt(0xd800) : random.nextInt(128)));
                case 3 -> text.delete(at, Math.min(text.length(), at + random.nextInt(40)));
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(60))));
            }
        }
        return text.toString().getBytes(random.nextInt(8) == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }
}
