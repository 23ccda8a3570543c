package io.aliasdefender.sim;

import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Evidence;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.spec.AliasSpec;
import java.time.Duration;

/** The core under simulation: the real one, or one with a mistake put in on purpose. */
@FunctionalInterface
interface Core {
    Decision decide(AliasState state, Input input, AliasSpec spec, Evidence evidence, Duration now);
}
