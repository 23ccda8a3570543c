package io.aliasdefender.lab;

/** What a host has used up to a moment. */
record Account(long atNanos, long cpuNanos, long packets, long wakeUps) {
    private static final double PERCENT = 100;
    private static final double NANOS_PER_SECOND = 1e9;

    static Account of(LabHost host) {
        long packets = Usage.packetsSent(host.station());
        return new Account(
                System.nanoTime(), Usage.cpuNanos(host.processes()), packets, Usage.wakeUps(host.processes()));
    }

    double cpuPercentSince(Account earlier) {
        return PERCENT * (cpuNanos - earlier.cpuNanos) / (atNanos - earlier.atNanos);
    }

    double wakeUpsPerSecondSince(Account earlier) {
        return NANOS_PER_SECOND * (wakeUps - earlier.wakeUps) / (atNanos - earlier.atNanos);
    }

    double packetsPerSecondSince(Account earlier) {
        return NANOS_PER_SECOND * (packets - earlier.packets) / (atNanos - earlier.atNanos);
    }
}
