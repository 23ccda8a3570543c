package io.aliasdefender.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.Level;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What may happen to the file itself. */
@Timeout(60)
class ConfigFileTest extends ConfigWatching {
    @Test
    void fileWhenDeletedShouldBeSaidOnceAndNoticedWhenItIsBack() throws Exception {
        start();
        Files.delete(file);

        Report gone = nextReport();
        assertThat(gone.cause()).isEqualTo("config-gone");
        assertThat(gone.level()).isEqualTo(Level.WARNING);
        assertThat(gone.sentence()).isEqualTo("the configuration file " + file + " is gone; the running one stays");
        awaitScans(5);
        assertThat(reports).isEmpty();
        assertThat(published).isEmpty();

        replace(BETTER);
        assertThat(nextSettings()).isEqualTo(settings(BETTER));
    }

    @Test
    void fileWhenReplacedByDirectoryOrPipeShouldBeRejectedAndWatchedOn() throws Exception {
        start();
        Files.delete(file);
        Files.createDirectory(file);
        assertThat(reportOf("config-rejected").sentence()).contains("this is a directory");

        Files.delete(file);
        makePipe(file);
        assertThat(reportOf("config-rejected").sentence()).contains("no regular file");

        Files.delete(file);
        Files.writeString(file, BETTER);
        assertThat(nextSettings()).isEqualTo(settings(BETTER));
    }

    private static void makePipe(Path path) throws Exception {
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                .isZero();
    }

    @Test
    void linkWhenSwappedShouldBeFollowed() throws Exception {
        Path other = folder.resolve("other.yaml");
        Path link = folder.resolve("link.yaml");
        Files.writeString(other, BETTER);
        Files.createSymbolicLink(link, file);
        start(link, Hosts::web1);
        Path next = folder.resolve("link~");
        Files.createSymbolicLink(next, other);
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        assertThat(nextSettings()).isEqualTo(settings(BETTER));
    }

    /** Content that is seen for the first time does not count yet: it may be half of a file. */
    @Test
    void contentWhenSeenOnceShouldWaitForTheNextLook() throws Exception {
        WatchedFile watched = new WatchedFile(file, Hosts::web1);
        String half = BETTER.substring(0, BETTER.indexOf("interval"));

        assertThat(await(watched.read(vertx)).length()).isZero();
        assertThat(FileState.decoded(await(watched.read(vertx)))).isEqualTo(content(GOOD));
        replace(half + "# half");
        assertThat(FileState.decoded(await(watched.read(vertx)))).isEqualTo(content(GOOD));
        replace(BETTER);
        assertThat(FileState.decoded(await(watched.read(vertx)))).isEqualTo(content(GOOD));
        assertThat(FileState.decoded(await(watched.read(vertx)))).isEqualTo(content(BETTER));
        replace(GOOD);
        watched.trustNextLook();
        assertThat(FileState.decoded(await(watched.read(vertx)))).isEqualTo(content(GOOD));
    }

    private static FileState content(String text) {
        return new FileState.Content(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void fileWhenRewrittenAThousandTimesShouldEndWithTheLastContent() throws Exception {
        start();
        for (int i = 1; i <= 1_000; i++) {
            Files.writeString(file, GOOD + "interval: " + (100 + i) + "ms\n");
        }

        Settings last = settings(GOOD + "interval: 1100ms\n");
        List<Settings> seen = new ArrayList<>();
        do {
            seen.add(nextSettings());
        } while (!seen.get(seen.size() - 1).equals(last));
        check();
        assertThat(published).isEmpty();
        assertThat(seen).as("each once").doesNotHaveDuplicates();
    }

    @Test
    void fileWhenRewrittenWithTheSameContentShouldNeverPublish() throws Exception {
        start();
        for (int i = 0; i < 1_000; i++) {
            replace(GOOD);
        }

        check();
        assertThat(nextReport().cause()).isEqualTo("config-unchanged");
        assertThat(reports).isEmpty();
        assertThat(published).isEmpty();
    }
}
