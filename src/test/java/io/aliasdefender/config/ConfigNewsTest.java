package io.aliasdefender.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.cli.KernelFileNews;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Changes are told by the kernel: each takes effect long before it would be looked for by the clock, every 5 s. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class ConfigNewsTest extends ConfigWatching {
    private static final long SOON_MILLIS = 3_000;

    private final AtomicInteger opened = new AtomicInteger();

    @Override
    Vertx vertx() {
        return Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    }

    @Override
    FileNews news() {
        return () -> {
            FileNews.Watch watch = KernelFileNews.open();
            opened.incrementAndGet();
            return watch;
        };
    }

    /** Until nothing is looked at but by the clock: what was there at the start was seen twice. */
    private void settle() throws Exception {
        while (opened.get() == 0) {
            await(vertx.timer(10));
        }
        awaitScans(20);
        check();
        nextReport();
    }

    private void shouldSoonHave(String yaml) throws InterruptedException {
        assertThat(published.poll(SOON_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo(settings(yaml));
    }

    @Test
    void fileThatIsReplacedShouldSoonCountEachTime() throws Exception {
        start();
        settle();
        replace(BETTER);
        shouldSoonHave(BETTER);
        replace(GOOD);
        shouldSoonHave(GOOD);
    }

    @Test
    void fileThatIsWrittenInPlaceShouldSoonCount() throws Exception {
        start();
        settle();
        Files.writeString(file, BETTER);
        shouldSoonHave(BETTER);
    }

    @Test
    void linkThatPointsElsewhereShouldSoonCount() throws Exception {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        Files.writeString(first.resolve("web.yaml"), GOOD);
        Files.writeString(second.resolve("web.yaml"), BETTER);
        Path data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("first"));
        Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), Path.of("..data", "web.yaml"));
        start(link, Hosts::web1);
        settle();

        Path next = Files.createSymbolicLink(folder.resolve("..next"), Path.of("second"));
        Files.move(next, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        shouldSoonHave(BETTER);

        Files.writeString(second.resolve("web.yaml"), GOOD);
        shouldSoonHave(GOOD);
    }

    @Test
    void fileThatGoesAndComesBackShouldSoonBeTold() throws Exception {
        start();
        settle();
        Files.delete(file);
        assertThat(reports.poll(SOON_MILLIS, TimeUnit.MILLISECONDS).cause()).isEqualTo("config-gone");
        Files.writeString(file, BETTER);
        shouldSoonHave(BETTER);
    }

    @Test
    void otherFilesOfTheFolderShouldBeOfNoConcern() throws Exception {
        start();
        settle();
        int before = opened.get();
        for (int i = 0; i < 50; i++) {
            Files.writeString(folder.resolve("other" + i), "x");
        }
        awaitScans(20);
        assertThat(opened).hasValue(before);
        replace(BETTER);
        shouldSoonHave(BETTER);
    }
}
