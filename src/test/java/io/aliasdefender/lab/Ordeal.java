package io.aliasdefender.lab;

import static io.aliasdefender.lab.Measurand.BACK;
import static io.aliasdefender.lab.Measurand.CPU_HOLDER;
import static io.aliasdefender.lab.Measurand.CPU_STANDBY;
import static io.aliasdefender.lab.Measurand.HOLDING;
import static io.aliasdefender.lab.Measurand.LISTENING;
import static io.aliasdefender.lab.Measurand.MEMORY;
import static io.aliasdefender.lab.Measurand.MEMORY_SHARED;
import static io.aliasdefender.lab.Measurand.MOVES;
import static io.aliasdefender.lab.Measurand.NO_HOLDER;
import static io.aliasdefender.lab.Measurand.OUTAGE;
import static io.aliasdefender.lab.Measurand.OUTAGE_AFTER;
import static io.aliasdefender.lab.Measurand.PACKETS_HOLDER;
import static io.aliasdefender.lab.Measurand.PACKETS_STANDBY;
import static io.aliasdefender.lab.Measurand.SILENCE;
import static io.aliasdefender.lab.Measurand.TOTAL_SILENCE;
import static io.aliasdefender.lab.Measurand.TWO_HOLDERS;
import static io.aliasdefender.lab.Measurand.TWO_HOLDERS_AFTER;
import static io.aliasdefender.lab.Measurand.UNSERVED;
import static io.aliasdefender.lab.Measurand.UNSERVED_TOTAL;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What everybody is put through, and the figures it is told by: a trouble of the laboratory or of the service, or nothing. */
enum Ordeal {
    POWER_OFF(Trouble.POWER_OFF, SILENCE, NO_HOLDER),
    ISOLATED(Trouble.ISOLATED, OUTAGE, OUTAGE_AFTER, TWO_HOLDERS_AFTER, MOVES),
    CABLE(Trouble.CABLE, OUTAGE, OUTAGE_AFTER, MOVES),
    STOPPED(Trouble.STOPPED, SILENCE, NO_HOLDER),
    KILLED(Trouble.KILLED, TWO_HOLDERS, SILENCE, MOVES),
    PAUSED(Trouble.PAUSED, TWO_HOLDERS, SILENCE, MOVES),
    PARTITION(Trouble.PARTITION, TWO_HOLDERS, TWO_HOLDERS_AFTER, SILENCE, MOVES),
    LOSS_10(Trouble.LOSS_10, MOVES, TOTAL_SILENCE, NO_HOLDER, TWO_HOLDERS),
    LOSS_30(Trouble.LOSS_30, MOVES, TOTAL_SILENCE, NO_HOLDER, TWO_HOLDERS),
    DELETED(Trouble.DELETED, SILENCE, NO_HOLDER, MOVES),
    BOOT_TOGETHER(Trouble.BOOT_TOGETHER, NO_HOLDER, TWO_HOLDERS, MOVES),
    STOPPED_LINKED(Trouble.STOPPED_LINKED, OUTAGE, TWO_HOLDERS, NO_HOLDER),
    MOVED(Trouble.MOVED, OUTAGE, TWO_HOLDERS, NO_HOLDER),
    MAINTENANCE_LINKED(Trouble.MAINTENANCE_LINKED, OUTAGE, TWO_HOLDERS, NO_HOLDER),
    FAILBACK_LINKED(Trouble.FAILBACK_LINKED, OUTAGE, TWO_HOLDERS, NO_HOLDER),
    HOSTS_CUT_LINKED(Trouble.HOSTS_CUT_LINKED, TWO_HOLDERS, MOVES),
    SERVICE_KILLED(ServiceTrouble.SERVICE_KILLED, UNSERVED, NO_HOLDER, TWO_HOLDERS, MOVES),
    PROCESS_KILLED(ServiceTrouble.PROCESS_KILLED, UNSERVED, NO_HOLDER, TWO_HOLDERS, MOVES),
    SERVICE_HANGS(ServiceTrouble.SERVICE_HANGS, UNSERVED, NO_HOLDER, TWO_HOLDERS, MOVES),
    SICK_ON_BOTH(ServiceTrouble.SICK_ON_BOTH, MOVES, NO_HOLDER, BACK),
    FLAPPING(ServiceTrouble.FLAPPING, MOVES, UNSERVED_TOTAL, NO_HOLDER, TWO_HOLDERS),
    IDLE(HOLDING, LISTENING, CPU_HOLDER, CPU_STANDBY, MEMORY, MEMORY_SHARED, PACKETS_HOLDER, PACKETS_STANDBY);

    /** From there on milliseconds matter less than that there be many runs. */
    private static final Duration LONG_INTERVAL = Duration.ofSeconds(1);
    /** Of the figure that most is asked about. */
    private static final int POWER_OFF_WEIGHT = 3;

    private final Optional<Trouble> trouble;
    private final Optional<ServiceTrouble> service;
    private final List<Measurand> measurands;

    Ordeal(Trouble trouble, Measurand... measurands) {
        this(Optional.of(trouble), Optional.empty(), measurands);
    }

    Ordeal(ServiceTrouble trouble, Measurand... measurands) {
        this(Optional.empty(), Optional.of(trouble), measurands);
    }

    Ordeal(Measurand... measurands) {
        this(Optional.empty(), Optional.empty(), measurands);
    }

    Ordeal(Optional<Trouble> trouble, Optional<ServiceTrouble> service, Measurand... measurands) {
        this.trouble = trouble;
        this.service = service;
        this.measurands = List.of(measurands);
    }

    /** Those of the hosts and the network, or those of the service. */
    static List<Ordeal> all(boolean ofService) {
        return Arrays.stream(values())
                .filter(ordeal -> ordeal.service.isPresent() == ofService)
                .toList();
    }

    /** Empty: nothing happens to the hosts and the network. */
    Optional<Trouble> trouble() {
        return trouble;
    }

    /** Empty: nothing happens to a service. */
    Optional<ServiceTrouble> service() {
        return service;
    }

    List<Measurand> measurands() {
        return measurands;
    }

    /** Whether a rival can be put through it: none has a link, and ucarp looks at no service. */
    boolean isFor(Rival rival) {
        return switch (rival) {
            case OURS -> true;
            case KEEPALIVED -> trouble.isEmpty() || !trouble.get().linked();
            case UCARP ->
                service.isEmpty() && (trouble.isEmpty() || !trouble.get().linked());
        };
    }

    /** How many runs are made where others have one. */
    int weight() {
        return this == POWER_OFF ? POWER_OFF_WEIGHT : 1;
    }

    /** Whether other laboratories may work beside it without spoiling its figures. */
    boolean shareable(Duration interval) {
        boolean longInterval = interval.compareTo(LONG_INTERVAL) >= 0;
        return trouble.map(one -> !one.timed() || longInterval).orElse(false)
                || service.map(one -> !one.timed()).orElse(false);
    }

    /** About how long a run takes. */
    Duration estimate(Duration interval, Duration lossLength, Duration flapping) {
        double seconds = interval.toNanos() / 1e9;
        double start = this == BOOT_TOGETHER ? 1 : 2.5 + 6 * seconds;
        double deed = switch (this) {
            case POWER_OFF, ISOLATED, CABLE, STOPPED -> 1.2 + 7 * seconds;
            case PARTITION, KILLED -> 1.2 + 5 * seconds;
            case STOPPED_LINKED, MOVED, MAINTENANCE_LINKED -> 2.2 + 5 * seconds;
            case FAILBACK_LINKED -> 6 + 8 * seconds;
            case PAUSED, HOSTS_CUT_LINKED -> 8;
            case LOSS_10, LOSS_30 -> lossLength.toNanos() / 1e9 + 1;
            case DELETED -> 0.2;
            case BOOT_TOGETHER -> 1 + 4 * seconds;
            case SERVICE_KILLED, SERVICE_HANGS -> ServiceTrial.WARM_UP.toSeconds() + 3;
            case PROCESS_KILLED -> ServiceTrial.WARM_UP.toSeconds() + 2;
            case SICK_ON_BOTH -> ServiceTrial.WARM_UP.plus(ServiceTrial.SICK).toSeconds() + 6;
            case FLAPPING ->
                ServiceTrial.WARM_UP.plus(flapping).plus(ServiceTrial.FLAP).toSeconds();
            case IDLE -> Idle.LENGTH.plus(Idle.WARM_UP).toSeconds();
        };
        return Duration.ofMillis(Math.round(1000 * (start + deed + 1.2 + 3 * seconds)));
    }

    String option() {
        return trouble.map(Trouble::option)
                .or(() -> service.map(ServiceTrouble::option))
                .orElse("idle");
    }

    static Ordeal parse(String option) {
        return Arrays.stream(values())
                .filter(ordeal -> ordeal.option().equals(option))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no fault is called " + option + "; there are "
                        + Arrays.stream(values()).map(Ordeal::option).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return trouble.map(Trouble::toString)
                .or(() -> service.map(ServiceTrouble::toString))
                .orElse("nothing happens");
    }
}
