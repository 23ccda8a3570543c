package io.aliasdefender.check;

import io.aliasdefender.platform.SystemCommands;
import io.aliasdefender.process.RunAs;
import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks systemd about one unit, by systemctl. */
final class Systemd {
    private static final Path RUNNING = Path.of("/run/systemd/system");

    private final String unit;
    private final Programs programs;
    private final Optional<String> systemctl;

    Systemd(String unit, Facilities facilities) {
        this(unit, facilities, SystemCommands.find("systemctl").filter(there -> Files.isDirectory(RUNNING)));
    }

    /** @param systemctl empty: this host is not run by systemd */
    Systemd(String unit, Facilities facilities, Optional<String> systemctl) {
        this.unit = unit;
        this.systemctl = systemctl;
        programs = new Programs(facilities);
    }

    /** Its properties of these names. */
    Future<Map<String, String>> ask(String... names) {
        if (systemctl.isEmpty()) {
            return Future.failedFuture("this host is not run by systemd");
        }
        List<String> words =
                List.of(systemctl.get(), "show", "--no-pager", "--property=" + String.join(",", names), "--", unit);
        return programs.run(words, RunAs.thisUser())
                .compose(outcome -> outcome.succeeded()
                        ? Future.succeededFuture(properties(outcome.output()))
                        : Future.failedFuture(
                                "systemctl says: " + outcome.firstLine().orElse(outcome.exit())));
    }

    private static Map<String, String> properties(String text) {
        Map<String, String> properties = new HashMap<>();
        text.lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                properties.put(line.substring(0, equals), line.substring(equals + 1));
            }
        });
        return properties;
    }

    void giveUp() {
        programs.kill();
    }
}
