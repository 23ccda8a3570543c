package io.aliasdefender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.lab.Await;
import io.aliasdefender.lab.DaemonApi;
import io.aliasdefender.lab.Lab;
import io.aliasdefender.lab.LabConfig;
import io.aliasdefender.lab.LabHost;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One laboratory for a class of tests, and what they ask of the daemon on its first host. After each test everything is
 * brought back into the first state, unless the test leaves it to the next one.
 */
final class DaemonLab implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    static final Duration SOON = Duration.ofSeconds(30);
    /** What the program keeps to is two seconds; the rest is for a machine that is busy with other things. */
    static final Duration STOP = Duration.ofSeconds(10);

    static final LabConfig CONFIG = LabConfig.every(Duration.ofMillis(100));
    static final IpAddress ALIAS = Lab.ALIAS.address();

    private final Callable<Lab> builder;
    private Lab lab;
    private boolean reusable;

    /** A laboratory of two hosts. */
    DaemonLab() {
        this(Lab::build);
    }

    DaemonLab(Callable<Lab> builder) {
        this.builder = builder;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        LabNeeded.check();
        lab = builder.call();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (lab != null) {
            lab.close();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        host().note("=== " + context.getDisplayName());
        lab.configure(CONFIG);
        reusable = false;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!reusable) {
            lab.reset();
        }
    }

    Lab lab() {
        return lab;
    }

    LabHost host() {
        return lab.web(1);
    }

    /** The next test may go on with everything as it is. */
    void leaveToTheNext() {
        reusable = true;
    }

    /** Nothing is as at first from now on. */
    void touch() {
        reusable = false;
    }

    /** Ends the daemon that an earlier test left. */
    void fresh() {
        if (host().running()) {
            lab.reset();
        }
    }

    /** Starts a daemon, which may hold nothing yet. */
    void start() {
        fresh();
        host().start();
        host().awaitReady();
    }

    /** By a daemon that has just been started. */
    void hold() {
        start();
        awaitState("holding");
    }

    /** By any daemon that holds by the usual configuration, which is left to the next test. */
    void keepHolding() {
        if (!host().running()) {
            hold();
        }
        leaveToTheNext();
    }

    void awaitState(String state) {
        Await.until(SOON, () -> state().equals(state), () -> "it is " + state + ":\n" + host().lastLines(20));
    }

    /** What the daemon says of its alias; empty when it says nothing. */
    String state() {
        try {
            return host().api()
                    .alias(ALIAS.toString())
                    .map(DaemonApi.AliasStatus::state)
                    .orElse("");
        } catch (IOException silent) {
            return "";
        }
    }

    void awaitLog(String words) {
        Await.until(SOON, () -> log().contains(words), () -> "\"" + words + "\" in:\n" + host().lastLines(20));
    }

    /** What the daemons of this test wrote; free of stack traces whatever happened. */
    String log() {
        String ours = host().logSinceTheNote();
        assertThat(ours).doesNotContain("\tat ", "Exception", "error inside");
        return ours;
    }
}
