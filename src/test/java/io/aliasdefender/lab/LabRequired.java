package io.aliasdefender.lab;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.Optional;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Leaves a test class out, saying why, where no laboratory can be built. With {@code -Dlab.required=true} that is a
 * failure, so that a build server cannot be green for having tested nothing.
 */
final class LabRequired implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        Optional<String> why = Lab.whyImpossible();
        if (why.isPresent() && Boolean.getBoolean("lab.required")) {
            fail(why.get());
        }
        why.ifPresent(sentence -> abort(sentence));
    }
}
