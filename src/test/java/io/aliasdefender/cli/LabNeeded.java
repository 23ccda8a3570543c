package io.aliasdefender.cli;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.aliasdefender.lab.Lab;
import java.util.Optional;

/** Leaves a test class out, saying why, where no laboratory can be built; fails with {@code -Dlab.required=true}. */
final class LabNeeded {
    private LabNeeded() {}

    static void check() {
        Optional<String> why = Lab.whyImpossible();
        if (why.isPresent() && Boolean.getBoolean("lab.required")) {
            fail(why.get());
        }
        why.ifPresent(sentence -> abort(sentence));
    }
}
