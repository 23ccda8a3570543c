package io.aliasdefender.check;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;

/** Whether a unit of systemd is active. */
final class UnitCheck implements Check {
    private static final Set<String> ACTIVE = Set.of("active", "reloading", "refreshing");

    private final String unit;
    private final Systemd systemd;

    UnitCheck(String unit, Systemd systemd) {
        this.unit = unit;
        this.systemd = systemd;
    }

    @Override
    public Future<Result> run() {
        return systemd.ask("LoadState", "ActiveState", "SubState").map(this::judge);
    }

    private Result judge(Map<String, String> properties) {
        String load = properties.getOrDefault("LoadState", "");
        String active = properties.getOrDefault("ActiveState", "unknown");
        if (load.equals("not-found")) {
            return Result.failed("there is no unit " + unit);
        }
        String sentence = unit + " is " + active + " (" + properties.getOrDefault("SubState", "") + ")";
        return ACTIVE.contains(active) ? Result.passed(sentence) : Result.failed(sentence);
    }

    @Override
    public void giveUp() {
        systemd.giveUp();
    }
}
