package io.aliasdefender.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.bus.Channels;
import io.aliasdefender.core.Level;
import io.aliasdefender.payload.ConfigStatus;
import io.aliasdefender.payload.Report;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConfigVerticleTest extends ConfigWatching {
    @Test
    void fileWhenReplacedShouldPublishTheNewSettingsAndTheirPlan() throws Exception {
        start();
        replace(BETTER);

        assertThat(nextSettings()).isEqualTo(settings(BETTER));
        Report report = nextReport();
        assertThat(report.cause()).isEqualTo("config-reloaded");
        assertThat(report.level()).isEqualTo(Level.INFO);
        assertThat(report.sentence())
                .isEqualTo("configuration reloaded: change interval: 1s -> 100ms; "
                        + "change 192.0.2.100: confirm spacing 5ms -> 2ms, grace 3s -> 300ms");
        assertThat(await(Channels.CONFIG_NOW.ask(vertx, "test")))
                .isEqualTo(new ConfigStatus(
                        true,
                        file.toString(),
                        List.of(
                                "change interval: 1s -> 100ms",
                                "change 192.0.2.100: confirm spacing 5ms -> 2ms, grace 3s -> 300ms")));
    }

    @Test
    void fileWhenAsAtStartShouldSayNothing() throws Exception {
        start();

        assertThat(check().accepted()).isTrue();
        assertThat(nextReport().sentence()).isEqualTo("SIGHUP: the configuration file is right and means what runs");
        assertThat(published).isEmpty();
    }

    @Test
    void fileWhenWrongShouldBeRejectedOnceAndLeaveTheRunningSettings() throws Exception {
        start();
        replace(BAD);

        Report rejected = nextReport();
        assertThat(rejected.cause()).isEqualTo("config-rejected");
        assertThat(rejected.level()).isEqualTo(Level.ERROR);
        String error = file + ":3:1: unknown key \"intervall\" in the file; write \"interval\"";
        assertThat(rejected.sentence()).isEqualTo("configuration rejected, the running one stays: " + error);
        assertThat(await(Channels.CONFIG_NOW.ask(vertx, "test")))
                .isEqualTo(new ConfigStatus(false, file.toString(), List.of(error)));

        awaitScans(5);
        assertThat(reports).isEmpty();
        assertThat(published).isEmpty();
    }

    @Test
    void checkWhenTheFileIsStillWrongShouldSayTheErrorsAgain() throws Exception {
        start();
        replace(BAD);
        Report first = nextReport();

        ConfigStatus status = check();

        assertThat(status.accepted()).isFalse();
        assertThat(nextReport()).isEqualTo(first);
        assertThat(published).isEmpty();
    }

    @Test
    void checkWhenAskedOnTheBusShouldAnswerWithWhatIsFound() throws Exception {
        start();
        replace(BETTER);

        ConfigStatus status = await(Channels.CONFIG_CHECK.ask(vertx, "the page"));

        assertThat(status.accepted()).isTrue();
        assertThat(nextSettings()).isEqualTo(settings(BETTER));
        assertThat(published).isEmpty();
    }

    @Test
    void fileWhenSeveralMistakesShouldHaveThemAllInOneReport() throws Exception {
        start();
        replace(BAD + "grace: 3\n");

        assertThat(nextReport().sentence())
                .isEqualTo("configuration rejected, the running one stays: (1) " + file
                        + ":3:1: unknown key \"intervall\" in the file; write \"interval\" (2) " + file
                        + ":4:8: grace \"3\" has no unit; write 3s if seconds are meant");
    }

    @Test
    void fileWhenRightAgainShouldSayThatNothingChanged() throws Exception {
        start();
        replace(BAD);
        nextReport();
        replace(GOOD);

        assertThat(nextReport().sentence()).isEqualTo("the configuration file is right and means what runs");
        assertThat(check().accepted()).isTrue();
        assertThat(published).isEmpty();
    }

    @Test
    void fileWhenOnlyACommentChangedShouldNotPublishAgain() throws Exception {
        start();
        replace(BETTER);
        nextSettings();
        nextReport();
        replace(BETTER + "# a comment\n");

        assertThat(nextReport().cause()).isEqualTo("config-unchanged");
        assertThat(check().lines()).as("the last plan").isNotEmpty();
        assertThat(published).isEmpty();
    }

    @Test
    void hostWhenChangedShouldCountAtTheNextCheck() throws Exception {
        Callable<HostFacts> web2 = Hosts::web2;
        start(file, web2);

        assertThat(nextSettings().self().name()).isEqualTo("web2");
        assertThat(nextReport().sentence())
                .isEqualTo("configuration reloaded: change this host: web1 192.0.2.11 -> web2 192.0.2.12; "
                        + "keep 192.0.2.100/24 on eth0");
    }

    @Test
    void hostWhenItCannotBeReadShouldBeSaidOnceAndTriedAgain() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        start(file, () -> {
            if (calls.incrementAndGet() <= 3) {
                throw new IOException("no netlink");
            }
            return Hosts.web1();
        });

        assertThat(nextReport().sentence()).contains("this file cannot be judged (no netlink)");
        assertThat(nextReport().cause()).isEqualTo("config-unchanged");
        assertThat(published).isEmpty();
    }

    @Test
    void warningsWhenReloadedShouldBeReported() throws Exception {
        start();
        replace(GOOD.replace("/24}", "/24, interface: bond0}"));

        assertThat(nextReport().sentence()).endsWith("interface eth0 -> bond0");
        Report warning = nextReport();
        assertThat(warning.cause()).isEqualTo("config-warning");
        assertThat(warning.level()).isEqualTo(Level.WARNING);
        assertThat(warning.sentence()).contains("this host has no interface bond0 at the moment");
    }
}
