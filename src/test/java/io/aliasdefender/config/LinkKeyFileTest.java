package io.aliasdefender.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.payload.LinkKey;
import io.aliasdefender.payload.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkKeyFileTest {
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String OTHER = "IAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @TempDir
    private Path folder;

    private static Verdict<List<LinkKey>> parse(String text) {
        return LinkKeyFile.parse("k", text);
    }

    private Path file(String text, String permissions) throws Exception {
        Path file = Files.writeString(folder.resolve("link.key"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static Reading read(Path keys) {
        String file = "nodes: {web1: 192.0.2.11, web2: {address: 192.0.2.12, also: [198.51.100.12]}}\n"
                + "aliases: [{address: 192.0.2.100/24}]\nlink: {key-file: " + keys + "}";
        return ConfigReader.read("f", file.getBytes(StandardCharsets.UTF_8), Hosts.web1());
    }

    @Test
    void keysWhenWrittenAndReadShouldBeTheSame() {
        Verdict<List<LinkKey>> once = parse("# a comment\n\n 1 " + KEY + "\r\n65535\t" + OTHER + "\n");

        assertThat(once).isInstanceOf(Verdict.Right.class);
        List<LinkKey> keys = ((Verdict.Right<List<LinkKey>>) once).value();
        assertThat(keys).extracting(LinkKey::id).containsExactly(1, 65_535);
        assertThat(parse(LinkKeyFile.text(keys))).isEqualTo(once);
        assertThat(keys.toString()).doesNotContain(KEY, OTHER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                KEY,
                "0 " + KEY,
                "65536 " + KEY,
                "1 " + KEY + " x",
                "1 AAECAwQFBgcICQoLDA0ODw==",
                "1 A",
                "one " + KEY,
                "-1 " + KEY
            })
    void lineWhenNoKeyShouldBeToldByItsNumberAlone(String line) {
        Verdict<List<LinkKey>> verdict = parse("\n" + line);

        assertThat(verdict)
                .isEqualTo(Verdict.wrong(
                        "line 2 of \"k\" is no key of the link",
                        "make one by `alias-defender link-key`, and copy it to the other nodes"));
    }

    @Test
    void fileWhenWithoutKeysOrWithTooManyShouldBeWrong() {
        assertThat(parse("# none").toString()).contains("has no key");
        assertThat(parse("1 " + KEY + "\n1 " + OTHER).toString())
                .contains("two keys with the number 1")
                .doesNotContain(KEY);
        assertThat(parse("1 " + KEY + "\n2 " + OTHER + "\n3 " + KEY).toString())
                .contains("more than 2 keys")
                .doesNotContain(KEY);
    }

    @Test
    void configurationShouldHaveTheKeysAndTheFurtherAddressesAndNeverPrintAKey() throws Exception {
        Settings settings = read(file("3 " + KEY, "rw-r-----")).settings().orElseThrow();

        assertThat(settings.link().on()).isTrue();
        assertThat(settings.link().port()).contains(8601);
        assertThat(settings.link().keys()).extracting(LinkKey::id).containsExactly(3);
        assertThat(settings.link().also()).containsOnlyKeys("web2");
        assertThat(settings.toString()).doesNotContain(KEY);
    }

    @Test
    void fileWhenOpenToOthersShouldBeAnErrorWithItsRemedy() throws Exception {
        Path file = file("3 " + KEY, "rw-r--r--");

        assertThat(read(file).errors().toString())
                .contains("is open to every user of this host; run chmod o-rwx " + file)
                .doesNotContain(KEY);
    }

    @Test
    void reloadWhenTheKeysChangedShouldSaySoWithoutThem() throws Exception {
        Settings before = read(file("3 " + KEY, "rw-------")).settings().orElseThrow();
        Settings after =
                read(file("3 " + KEY + "\n4 " + OTHER, "rw-------")).settings().orElseThrow();

        assertThat(after).isNotEqualTo(before);
        assertThat(ReloadPlan.between(before, after)).contains("change link keys: set -> replaced");
        assertThat(ReloadPlan.between(before, after).toString()).doesNotContain(KEY, OTHER);
    }
}
