package io.aliasdefender.lab;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What it costs to defend an alias that nothing happens to, and how soon after its start a lone host holds it. */
final class Idle {
    /** The JVM compiles meanwhile; keepalived announces a second time after five seconds. */
    static final Duration WARM_UP = Duration.ofSeconds(5);

    static final Duration LENGTH = Duration.ofSeconds(8);

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final double NANOS_PER_MILLI = 1e6;

    private final Lab lab;
    private final LabConfig config;

    Idle(Lab lab, Duration interval) {
        this.lab = lab;
        config = LabConfig.every(interval);
    }

    /** @param listens whether it has an API that is its readiness */
    Map<Measurand, Double> run(boolean listens) {
        lab.reset();
        lab.configure(config);
        Map<Measurand, Double> values = new EnumMap<>(Measurand.class);
        LabHost holder = lab.web(1);
        LabHost standby = lab.web(2);
        try {
            long start = System.nanoTime();
            holder.start();
            holder.awaitReady();
            if (listens) {
                values.put(Measurand.LISTENING, (System.nanoTime() - start) / NANOS_PER_MILLI);
            }
            lab.timeline().awaitHolders(Lab.ALIAS.address(), Set.of(holder.name()), LIMIT);
            long held = lab.timeline()
                    .gainedAt(Lab.ALIAS.address(), holder.name(), start)
                    .orElseThrow();
            values.put(Measurand.HOLDING, (held - start) / NANOS_PER_MILLI);
            standby.start();
            standby.awaitReady();
            Await.until(
                    "both know their place",
                    LIMIT,
                    () -> holder.isSettled(Lab.ALIAS.address(), true) && standby.isSettled(Lab.ALIAS.address(), false));
            Await.pause(WARM_UP);
            observe(holder, standby, values);
            return values;
        } finally {
            lab.hosts().forEach(LabHost::kill);
        }
    }

    private static void observe(LabHost holder, LabHost standby, Map<Measurand, Double> values) {
        Account[] before = {Account.of(holder), Account.of(standby)};
        Await.pause(LENGTH);
        Account[] after = {Account.of(holder), Account.of(standby)};
        values.put(Measurand.CPU_HOLDER, after[0].cpuPercentSince(before[0]));
        values.put(Measurand.CPU_STANDBY, after[1].cpuPercentSince(before[1]));
        values.put(Measurand.PACKETS_HOLDER, after[0].packetsPerSecondSince(before[0]));
        values.put(Measurand.PACKETS_STANDBY, after[1].packetsPerSecondSince(before[1]));
        List<ProcessHandle> processes = holder.processes();
        values.put(Measurand.MEMORY, Usage.residentMib(processes));
        values.put(Measurand.MEMORY_SHARED, Usage.proportionalMib(processes));
    }
}
