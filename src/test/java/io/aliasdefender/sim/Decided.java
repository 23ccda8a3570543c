package io.aliasdefender.sim;

import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Evidence;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.spec.AliasSpec;
import java.time.Duration;

/** One decision with all that it was made of. */
record Decided(AliasState before, Input input, AliasSpec spec, Evidence evidence, Duration now, Decision decision) {}
