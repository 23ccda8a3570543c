package io.aliasdefender.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aliasdefender.payload.Secret;
import io.aliasdefender.payload.Settings.Web;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code web:} says of files; what is wrong without any file is in {@code config/bad}. */
class YamlWebTest {
    private static final String TOKEN = "0123456789abcdef0123";

    @TempDir
    private static Path folder;

    private static Pki ours;
    private static Pki other;

    @BeforeAll
    static void makeCertificates() throws Exception {
        ours = Pki.make(folder, "ours");
        other = Pki.make(folder, "other");
    }

    private static Reading read(String web) {
        String file = "nodes: {web1: 192.0.2.11, web2: 192.0.2.12}\naliases: [{address: 192.0.2.100/24}]\nweb: " + web;
        return ConfigReader.read("f", file.getBytes(StandardCharsets.UTF_8), Hosts.web1());
    }

    private static Web web(String web) {
        Reading reading = read(web);
        assertThat(reading.errors()).isEmpty();
        return reading.settings().orElseThrow().web();
    }

    private static String error(String web) {
        assertThat(read(web).errors()).hasSize(1);
        return read(web).errors().get(0).toString();
    }

    private static Path token(String name, String text, String permissions) throws Exception {
        Path file = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void tokenShouldBeTheFilesOnlyLineAndNeverBePrinted() throws Exception {
        Web web = web("{token-file: " + token("good", TOKEN + "\n", "rw-r-----") + "}");

        assertThat(web.token()).contains(new Secret(TOKEN));
        assertThat(web.toString()).doesNotContain(TOKEN);
    }

    @Test
    void tokenFileWhenOpenToOthersShouldBeAnErrorWithItsRemedy() throws Exception {
        Path file = token("open", TOKEN, "rw-r--r--");

        assertThat(error("{token-file: " + file + "}"))
                .isEqualTo("f:3:19: web: token-file \"" + file
                        + "\" is open to every user of this host; run chmod o-rwx " + file);
    }

    @Test
    void fileWhenAGroupCanWriteItShouldBeUsedWithAWarning() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "giving a file to a group needs root");
        Path file = token("shared", TOKEN, "rw-rw----");
        Files.setAttribute(file, "unix:gid", 61_234);

        Reading reading = read("{token-file: " + file + "}");

        assertThat(reading.errors()).isEmpty();
        assertThat(reading.warnings())
                .anyMatch(warning -> warning.what()
                        .equals("web: token-file: \"" + file + "\": this file can be written by the group 61234"));
    }

    @Test
    void tokenWhenShortOrStrangeShouldBeAnErrorThatDoesNotShowIt() throws Exception {
        Path little = token("little", "0123456789abcde", "rw-------");
        Path strange = token("strange", "0123456789 abcdefg", "rw-------");

        assertThat(error("{token-file: " + little + "}"))
                .contains("has 15 characters")
                .doesNotContain("abcde,");
        assertThat(error("{token-file: " + strange + "}"))
                .contains("has characters that a token cannot have")
                .doesNotContain("abcdefg");
    }

    @Test
    void tlsShouldHaveBothFilesAndTheEndOfTheCertificate() throws Exception {
        Web web = web("{tls: {certificate: " + ours.certificate() + ", key: " + ours.key() + "}}");

        assertThat(web.tls().orElseThrow().certificate()).isEqualTo(Files.readString(ours.certificate()));
        assertThat(web.tls().orElseThrow().key().text()).isEqualTo(Files.readString(ours.key()));
        assertThat(web.tls().orElseThrow().validUntil()).isAfter("2026-01-01T00:00:00Z");
        assertThat(web.toString()).doesNotContain("PRIVATE KEY");
    }

    @Test
    void tlsWhenTheKeyIsOfAnotherCertificateShouldBeAnError() {
        assertThat(error("{tls: {certificate: " + ours.certificate() + ", key: " + other.key() + "}}"))
                .contains("web: key does not belong to the certificate");
    }

    @Test
    void tlsWhenTheFilesAreExchangedShouldTellBoth() throws Exception {
        Files.setPosixFilePermissions(ours.certificate(), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(read("{tls: {certificate: " + ours.key() + ", key: " + ours.certificate() + "}}")
                        .errors())
                .extracting(Finding::what)
                .containsExactly(
                        "web: certificate \"" + ours.key() + "\" cannot be read as a certificate",
                        "web: key \"" + ours.certificate() + "\" is no unencrypted RSA or EC key in PKCS #8");
    }

    @Test
    void peersShouldLackThisHostAndAFinalSlash() {
        Web web = web("{peers: {web1: \"http://192.0.2.11:8600\", web2: \"https://[2001:db8::12]:8600/\"}, peer-ca: "
                + ours.certificate() + "}");

        assertThat(web.peers()).isEqualTo(Map.of("web2", "https://[2001:db8::12]:8600"));
        assertThat(web.peerAuthority()).isPresent();
    }

    @Test
    void hostWhenNotLoopbackShouldWarnUnlessEncrypted() {
        String tls = ", tls: {certificate: " + ours.certificate() + ", key: " + ours.key() + "}";

        assertThat(read("{host: 0.0.0.0}").warnings())
                .singleElement()
                .asString()
                .startsWith("f:3:13: web: host 0.0.0.0 is served without encryption");
        assertThat(read("{host: 0.0.0.0" + tls + "}").warnings()).isEmpty();
        assertThat(read("{host: localhost}").warnings()).isEmpty();
        assertThat(read("{host: \"::1\"}").warnings()).isEmpty();
    }

    @Test
    void planShouldTellThatASecretChangedAndNotWhich() throws Exception {
        Reading with = read("{token-file: " + token("one", TOKEN, "rw-------") + "}");
        Reading with2 = read("{token-file: " + token("two", TOKEN + "4", "rw-------") + "}");
        Reading without = read("{port: 8600}");

        assertThat(plan(without, with)).contains("change web token: none -> set");
        assertThat(plan(with, with2)).contains("change web token: set -> replaced");
        assertThat(plan(with, without)).contains("change web token: set -> none");
        assertThat(Optional.of(with)).isNotEqualTo(Optional.of(with2));
    }

    private static Iterable<String> plan(Reading before, Reading after) {
        return ReloadPlan.between(
                before.settings().orElseThrow(), after.settings().orElseThrow());
    }
}
