package io.aliasdefender.cli;

import io.aliasdefender.core.Mistake;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What nobody caught: one line at ERROR, the stack trace at DEBUG, and the defending goes on. */
final class Mistakes {
    private static final Logger LOG = LoggerFactory.getLogger(Mistakes.class);

    private Mistakes() {}

    /** Takes what handlers of this Vert.x, and threads of this process, throw. */
    static void watch(Vertx vertx) {
        vertx.exceptionHandler(Mistakes::log);
        Thread.setDefaultUncaughtExceptionHandler((thread, mistake) -> log(mistake));
    }

    static void log(Throwable mistake) {
        LOG.error("an error inside, going on without what failed: {}", Mistake.describe(mistake));
        LOG.debug("the error inside", mistake);
    }
}
