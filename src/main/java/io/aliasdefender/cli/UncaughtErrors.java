package io.aliasdefender.cli;

import io.aliasdefender.core.ProgramError;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What nobody caught: one line at ERROR, the stack trace at DEBUG, and the defending goes on. */
final class UncaughtErrors {
    private static final Logger LOG = LoggerFactory.getLogger(UncaughtErrors.class);

    private UncaughtErrors() {}

    /** Takes what handlers of this Vert.x, and threads of this process, throw. */
    static void watch(Vertx vertx) {
        vertx.exceptionHandler(UncaughtErrors::log);
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> log(error));
    }

    static void log(Throwable error) {
        LOG.error("an error inside, going on without what failed: {}", ProgramError.describe(error));
        LOG.debug("the error inside", error);
    }
}
