package io.aliasdefender.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aliasdefender.files.PathTrust.Flaw;
import io.aliasdefender.files.PathTrust.Who;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathTrustTest {
    private static final int SOMEBODY = 61_234;

    @TempDir
    private Path folder;

    private Path inner;
    private Path file;

    @BeforeEach
    void make() throws IOException {
        folder = folder.toRealPath();
        inner = Files.createDirectory(folder.resolve("inner"));
        file = Files.writeString(inner.resolve("file"), "text");
        mode(inner, "rwxr-xr-x");
        mode(file, "rw-r--r--");
    }

    /** Below the system's own temporary folder, which everybody can write and which is sticky. */
    @Test
    void pathWhenAllOfItIsOursShouldHaveNoFlaw() throws IOException {
        assertThat(PathTrust.of(file)).isEmpty();
        assertThat(PathTrust.of(inner)).isEmpty();
        assertThat(PathTrust.of(inner.resolve("..").resolve("inner").resolve(".")))
                .isEmpty();
    }

    @Test
    void folderAboveWhenEverybodyCanWriteItShouldBeAFlaw() throws IOException {
        mode(inner, "rwxrwxrwx");

        assertThat(PathTrust.of(file))
                .containsExactly(new Flaw(
                        Who.STRANGER, inner, "can be written by every user of this host", "run chmod o-w " + inner));
    }

    @Test
    void folderAboveWhenStickyShouldBeNoFlaw() throws IOException {
        mode(inner, "rwxrwxrwx");
        Files.setAttribute(inner, "unix:mode", 01777);

        assertThat(PathTrust.of(file)).isEmpty();
    }

    @Test
    void folderAboveWhenItBelongsToAnotherShouldBeAFlaw() throws IOException {
        give(inner);

        assertThat(PathTrust.of(file)).singleElement().satisfies(flaw -> {
            assertThat(flaw.who()).isEqualTo(Who.STRANGER);
            assertThat(flaw.path()).isEqualTo(inner);
            assertThat(flaw.what()).startsWith("belongs to ");
            assertThat(flaw.remedy()).isEqualTo("run chown root " + inner);
        });
    }

    @Test
    void missingPathShouldBeJudgedAsFarAsItGoes() throws IOException {
        give(inner);

        assertThat(PathTrust.of(inner.resolve("no").resolve("more"))).hasSize(1);
        assertThat(PathTrust.of(folder.resolve("no").resolve("more"))).isEmpty();
    }

    @Test
    void groupWhenItCanWriteShouldBeNamedUnlessItIsRootsOrOurOwn() throws IOException {
        mode(file, "rw-rw-r--");
        assertThat(PathTrust.of(file)).isEmpty();
        assumeRoot();
        Files.setAttribute(file, "unix:gid", SOMEBODY);

        assertThat(PathTrust.of(file)).singleElement().satisfies(flaw -> {
            assertThat(flaw.who()).isEqualTo(Who.GROUP);
            assertThat(flaw.what()).contains("can be written by the group " + SOMEBODY);
        });
    }

    @Test
    void linkShouldBeJudgedByWhatItLeadsThrough() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("inner", "file"));
        assertThat(PathTrust.of(link)).isEmpty();
        mode(inner, "rwxrwxrwx");

        assertThat(PathTrust.of(link)).extracting(Flaw::path).containsExactly(inner);
    }

    @Test
    void linkWhenItBelongsToAnotherShouldBeAFlaw() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        give(link);

        assertThat(PathTrust.of(link)).extracting(Flaw::path).containsExactly(link);
    }

    @Test
    void linksWhenTheyLeadInACircleShouldBeAnError() throws IOException {
        Path one = folder.resolve("one");
        Files.createSymbolicLink(one, folder.resolve("two"));
        Files.createSymbolicLink(folder.resolve("two"), one);

        assertThatThrownBy(() -> PathTrust.of(one))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 40 symbolic links");
    }

    @Test
    void ownerShouldBeKnownAndNoStranger() throws IOException {
        Owner owner = Owner.ofThisProcess();

        assertThat(owner.uid()).contains((Integer) Files.getAttribute(file, "unix:uid"));
        assertThat(List.of(owner.trusts(file, Files.readAttributes(file, "unix:mode,uid,gid"))))
                .containsExactly(true);
    }

    private static void assumeRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "giving a file away needs root");
    }

    private static void give(Path path) throws IOException {
        assumeRoot();
        Files.setAttribute(path, "unix:uid", SOMEBODY, java.nio.file.LinkOption.NOFOLLOW_LINKS);
    }

    private static void mode(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}
