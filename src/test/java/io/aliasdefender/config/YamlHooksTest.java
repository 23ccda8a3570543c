package io.aliasdefender.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aliasdefender.payload.HookEvent;
import io.aliasdefender.payload.HookSpec;
import io.aliasdefender.payload.HookSpec.Mail;
import io.aliasdefender.payload.HookSpec.MailTls;
import io.aliasdefender.payload.HookSpec.Post;
import io.aliasdefender.payload.HookSpec.Run;
import io.aliasdefender.payload.HookSpec.Style;
import io.aliasdefender.payload.Secret;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.process.Scripts;
import io.aliasdefender.web.ConfigJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code hooks:} says; what is wrong without any file is in {@code config/bad}. */
class YamlHooksTest {
    private static final String KEY = "0123456789abcdef";

    @TempDir
    private Path folder;

    private static Reading read(String hook) {
        return YamlPair.read(YamlPair.PAIR + "hooks:\n  - " + hook + "\n", Hosts.web1());
    }

    private static HookSpec hook(String hook) {
        return settings(hook).hooks().get(0);
    }

    private static Settings settings(String hook) {
        Reading reading = read(hook);
        assertThat(reading.errors()).isEmpty();
        return reading.settings().orElseThrow();
    }

    private Path file(String name, String text, String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void programShouldHaveItsDefaults() {
        HookSpec hook = hook("{on: [released, took-over], run: [/bin/true, a b]}");

        assertThat(hook.events()).containsExactly(HookEvent.TOOK_OVER, HookEvent.RELEASED);
        assertThat(hook.deed())
                .isEqualTo(new Run(List.of("/bin/true", "a b"), Optional.empty(), Style.OWN, Optional.empty()));
        assertThat(hook.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(hook.before()).isFalse();
        assertThat(hook("{on: taking, run: [/bin/true], before: true}").timeout())
                .isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void hookShouldBeToldOfTheAliasesThatItNamesAlone() {
        HookSpec all = hook("{on: [released], run: [/bin/true]}");
        assertThat(all.concerns("192.0.2.100", "")).isTrue();
        assertThat(all.concerns("", "")).isTrue();

        HookSpec one = hook("{on: [released], run: [/bin/true], aliases: 192.0.2.100}");
        assertThat(one.about()).containsExactly("192.0.2.100");
        assertThat(one.concerns("192.0.2.100", "mail")).isTrue();
        assertThat(one.concerns("192.0.2.101", "mail")).isFalse();
        assertThat(one.concerns("", "")).as("the whole host").isFalse();
        assertThat(one).as("a reload tells of it").isNotEqualTo(all);
        assertThat(ConfigJson.of(settings("{on: [released], run: [/bin/true], aliases: [192.0.2.100]}"))
                        .encode())
                .contains("\"aliases\":[\"192.0.2.100\"]");
    }

    /** A reload reads the file anew, and puts the aliases back where they are. */
    @Test
    void reloadShouldKeepTheHooks() {
        Settings settings = settings("{on: [released], run: [/bin/true]}");

        assertThat(PlacementChanges.kept(settings, settings)).isEqualTo(settings);
    }

    @Test
    void programThatOthersCanWriteShouldBeAnErrorWithItsRemedy() throws IOException {
        Path script = Scripts.make(folder, "script", "exit 0");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(read("{on: [error], run: [" + script + "]}").errors())
                .hasSize(1)
                .first()
                .asString()
                .contains("can be written by every user of this host; run chmod o-w " + script);
    }

    @Test
    void programThatAGroupCanWriteShouldBeAWarning() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "giving a file to a group needs root");
        Path script = Scripts.make(folder, "script", "exit 0");
        Files.setAttribute(script, "unix:gid", 12_345);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxrwxr-x"));

        Reading reading = read("{on: [error], run: [" + script + "]}");
        assertThat(reading.errors()).isEmpty();
        assertThat(reading.warnings().toString()).contains("run chmod g-w " + script);
    }

    @Test
    void secretsShouldComeFromFilesAndBeInNothingThatIsShown() throws IOException {
        Path key = file("hook.key", KEY + "\n", "rw-------");
        String text = "{on: [error], post: \"https://alerts.example.net/geheim\", secret-file: " + key + "}";
        Settings settings = settings(text);
        Post post = (Post) settings.hooks().get(0).deed();

        assertThat(post.key()).contains(new Secret(KEY));
        assertThat(post.url()).isEqualTo(new Secret("https://alerts.example.net/geheim"));
        assertThat(post.toString()).isEqualTo("post https://alerts.example.net");
        assertThat(settings.hooks().toString()).doesNotContain("geheim", KEY);
        assertThat(ConfigJson.of(settings).encode())
                .contains("post https://alerts.example.net")
                .doesNotContain("geheim", KEY);
        assertThat(ReloadPlan.between(YamlPair.settings(YamlPair.PAIR, Hosts.web1()), settings))
                .contains("change hooks: none -> post https://alerts.example.net on error within 10s");
    }

    @Test
    void secretThatIsReplacedShouldBeToldWithoutIt() throws IOException {
        Path key = file("hook.key", KEY, "rw-------");
        String text = "{on: [error], post: \"https://alerts.example.net/geheim\", secret-file: " + key + "}";
        Settings before = settings(text);
        file("hook.key", "fedcba9876543210", "rw-------");

        assertThat(ReloadPlan.between(before, settings(text)))
                .contains("change arguments and secrets of hooks: set -> replaced");
    }

    @Test
    void urlShouldComeFromAFileThatIsNamedInstead() throws IOException {
        Path url = file("url", "https://hooks.example.net/services/T0/geheim\n", "rw-------");
        HookSpec hook = hook("{on: [error], post: " + url + "}");

        assertThat(((Post) hook.deed()).url().text()).isEqualTo("https://hooks.example.net/services/T0/geheim");
        assertThat(hook.deed().toString()).isEqualTo("post https://hooks.example.net");

        file("url", "hooks.example.net/geheim\n", "rw-------");
        assertThat(read("{on: [error], post: " + url + "}").errors())
                .hasSize(1)
                .first()
                .asString()
                .contains("that file has no URL in it")
                .doesNotContain("geheim");
    }

    @Test
    void secretFileThatOthersCanReadShouldBeAnError() throws IOException {
        Path key = file("hook.key", KEY, "rw-r--r--");

        assertThat(read("{on: [error], post: \"https://alerts.example.net/\", secret-file: " + key + "}")
                        .errors())
                .hasSize(1)
                .first()
                .asString()
                .contains("is open to every user of this host; run chmod o-rwx " + key);
    }

    @Test
    void mailShouldHaveThePortOfItsEncryptionAndItsPasswordFromAFile() throws IOException {
        Path password = file("password", "geheim\n", "rw-------");
        String to = "{server: smtp.example.net, from: web1@example.net, to: admin@example.net";
        HookSpec hook = hook("{on: [error], mail: " + to + ", user: web1, password-file: " + password + "}}");
        Mail mail = (Mail) hook.deed();

        assertThat(mail.port()).isEqualTo(587);
        assertThat(mail.tls()).isEqualTo(MailTls.STARTTLS);
        assertThat(mail.login().orElseThrow().password()).isEqualTo(new Secret("geheim"));
        assertThat(hook.toString()).doesNotContain("geheim");
        assertThat(hook.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(((Mail) hook("{on: [error], mail: " + to + ", tls: tls}}").deed()).port())
                .isEqualTo(465);
        assertThat(((Mail) hook("{on: [error], mail: " + to + ", tls: none}}").deed()).port())
                .isEqualTo(25);
    }

    @Test
    void hooksShouldNotBeMoreThanThereIsRoomFor() {
        String hooks =
                "{on: [error], run: [/bin/true]}\n  - ".repeat(YamlHooks.MAX_HOOKS) + "{on: [error], run: [/bin/true]}";

        assertThat(read(hooks).errors()).hasSize(1).first().asString().contains("there are more than 16 hooks");
    }

    /** What is judged for another host does not look at files of this one. */
    @Test
    void filesShouldNotBeLookedAtElsewhere() throws IOException {
        Path file = Files.writeString(
                folder.resolve("file.yaml"),
                YamlPair.PAIR
                        + "hooks: [{on: [error], run: [/nonexistent/role], user: nobody-of-that-name},"
                        + " {on: [error], post: /nonexistent/url, secret-file: /nonexistent/key}]\n");

        OffHostValidation judged = OffHostValidation.read(file, Optional.of("web1"));
        assertThat(judged.errors()).isEmpty();
        assertThat(judged.nodes().get("web1").hooks()).hasSize(2);
    }
}
