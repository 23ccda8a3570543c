package io.aliasdefender.browser;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.aliasdefender.lab.Lab;
import java.util.Optional;

/**
 * Leaves a test class out, saying why, where there is no laboratory or no browser; fails with
 * {@code -Dlab.required=true}, so that a build server cannot be green for having tested nothing.
 */
final class BrowserNeeded {
    private BrowserNeeded() {}

    static void check() {
        Optional<String> why = Lab.whyImpossible().or(Browser::whyImpossible);
        if (why.isPresent() && Boolean.getBoolean("lab.required")) {
            fail(why.get());
        }
        why.ifPresent(sentence -> abort(sentence));
    }
}
