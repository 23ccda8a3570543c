package io.aliasdefender.payload;

import io.aliasdefender.core.Phase;
import java.util.Arrays;
import java.util.Locale;

/** A {@link Phase} by its name alone, as people and programs are told it. */
public enum Standing {
    STARTING(Phase.Starting.class),
    WATCHING(Phase.Watching.class),
    CONFIRMING(Phase.Confirming.class),
    VACANT(Phase.Vacant.class),
    READY(Phase.Ready.class),
    CLAIMING(Phase.Claiming.class),
    HOLDING(Phase.Holding.class),
    RESTORING(Phase.Restoring.class),
    RELEASING(Phase.Releasing.class),
    STANDING_ASIDE(Phase.StandingAside.class),
    SUSPENDED(Phase.Suspended.class),
    STOPPED(Phase.Stopped.class);

    private final Class<? extends Phase> phase;

    Standing(Class<? extends Phase> phase) {
        this.phase = phase;
    }

    public static Standing of(Phase phase) {
        return Arrays.stream(values())
                .filter(standing -> standing.phase.isInstance(phase))
                .findFirst()
                .orElseThrow();
    }

    /** In kebab-case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
