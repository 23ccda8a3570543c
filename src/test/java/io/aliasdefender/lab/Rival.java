package io.aliasdefender.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Those who are measured side by side. */
enum Rival {
    OURS("Alias Defender", "alias-defender", "#0969da"),
    KEEPALIVED("keepalived", "keepalived", "#d1480b"),
    UCARP("ucarp", "ucarp", "#6e7781");

    private static final Duration UCARP_LEAST = Duration.ofSeconds(1);

    private final String label;
    private final String option;
    private final String colour;

    Rival(String label, String option, String colour) {
        this.label = label;
        this.option = option;
        this.colour = colour;
    }

    /** As it is called on the command line and in the file of results. */
    String option() {
        return option;
    }

    /** In plots, as SVG writes it. */
    String colour() {
        return colour;
    }

    /** Whether it can be told to check this often. */
    boolean can(Duration interval) {
        return this != UCARP || interval.compareTo(UCARP_LEAST) >= 0;
    }

    /** @param jar of Alias Defender */
    Contender contender(Path jar) {
        return switch (this) {
            case OURS -> DaemonCommand.ofClassPath(jar.toString());
            case KEEPALIVED -> new Keepalived();
            case UCARP -> new Ucarp();
        };
    }

    /** Empty when it cannot look at a service. */
    Optional<Contender> contender(Path jar, ServiceCheck check) {
        return switch (this) {
            case OURS -> Optional.of(new CheckedDaemon(DaemonCommand.ofClassPath(jar.toString()), check));
            case KEEPALIVED -> Optional.of(new CheckedKeepalived(check));
            case UCARP -> Optional.empty();
        };
    }

    static Rival parse(String option) {
        for (Rival rival : values()) {
            if (rival.option.equals(option.toLowerCase(Locale.ROOT))) {
                return rival;
            }
        }
        throw new IllegalArgumentException("no system is called " + option);
    }

    @Override
    public String toString() {
        return label;
    }
}
