package io.aliasdefender.lab;

import io.aliasdefender.core.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One run of one trouble of the service, from a fresh state on; what it shows is the client's view. */
final class ServiceTrial {
    /** On each host in turn. */
    static final Duration FLAP = Duration.ofSeconds(3);
    /** For so long the service is dead on both hosts. */
    static final Duration SICK = Duration.ofSeconds(6);
    /** Daemons that have just started are no measure of those that have run for months. */
    static final Duration WARM_UP = Duration.ofSeconds(6);

    private static final IpAddress ALIAS = Lab.ALIAS.address();
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration CLIENT_INTERVAL_UNTIMED = Duration.ofMillis(20);
    private static final Duration AFTERWARDS = Duration.ofSeconds(1);
    private static final double NANOS_PER_MILLI = 1e6;

    private final Lab lab;
    private final Duration interval;
    private final Duration flapping;
    private final List<Service> services = new ArrayList<>();
    private final Map<Measurand, Double> values = new EnumMap<>(Measurand.class);

    /**
     * @param interval of probes or advertisements
     * @param flapping how long a service flaps
     */
    ServiceTrial(Lab lab, Duration interval, Duration flapping) {
        this.lab = lab;
        this.interval = interval;
        this.flapping = flapping;
    }

    /**
     * Does it; throws {@link LabException} when it did not go as far as it has to.
     *
     * @param phase the part of the check's interval that passes between a look and what is done to the service
     */
    Map<Measurand, Double> run(ServiceTrouble trouble, double phase, boolean linked) {
        lab.reset();
        lab.hosts().forEach(host -> services.add(new Service(host)));
        try (TcpClient client =
                new TcpClient(lab.client(), ALIAS, trouble.timed() ? TcpClient.INTERVAL : CLIENT_INTERVAL_UNTIMED)) {
            services.forEach(Service::start);
            lab.configure(LabConfig.every(interval));
            start(linked);
            client.awaitAnswer(System.nanoTime(), LIMIT);
            Await.pause(WARM_UP);
            if (trouble.check() != ServiceCheck.PROCESS) {
                long asked = services.get(0).awaitAsked(LIMIT);
                long due = asked + Math.round(phase * ServiceCheck.EVERY.toNanos());
                Await.pause(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
            }
            switch (trouble) {
                case SERVICE_KILLED, PROCESS_KILLED -> moved(services.get(0).kill(), client.connections(), client);
                case SERVICE_HANGS -> moved(services.get(0).hang(), client.answers(), client);
                case SICK_ON_BOTH -> sickOnBoth(client);
                case FLAPPING -> flap(client);
            }
            return values;
        } finally {
            services.forEach(Service::close);
            lab.hosts().forEach(LabHost::kill);
        }
    }

    private void start(boolean linked) {
        Trial.boot(lab.web(1));
        lab.timeline().awaitHolders(ALIAS, Set.of(lab.web(1).name()), LIMIT);
        Trial.boot(lab.web(2));
        for (LabHost host : lab.hosts()) {
            boolean holding = host.equals(lab.web(1));
            Await.until(
                    LIMIT,
                    () -> host.isSettled(ALIAS, holding),
                    () -> host + " knows its place with " + ALIAS + "; it says: " + host.reason(ALIAS));
        }
        if (linked) {
            Linked.await(lab, 1, 1, LIMIT);
        }
    }

    /** @param seen what of the client's is judged */
    private void moved(long at, EchoRecord seen, TcpClient client) {
        awaitOther(at, client);
        Await.pause(AFTERWARDS);
        long end = System.nanoTime();
        values.put(Measurand.UNSERVED, millis(seen.longestSilence(at, end)));
        holders(at, end);
    }

    private void awaitOther(long at, TcpClient client) {
        lab.timeline().awaitHolders(ALIAS, Set.of(lab.web(2).name()), LIMIT);
        client.awaitAnswer(lab.timeline().gainedAt(ALIAS, lab.web(2).name(), at).orElse(at), LIMIT);
    }

    private void sickOnBoth(TcpClient client) {
        services.get(1).kill();
        // Whoever looks has seen it by then.
        Await.pause(ServiceCheck.EVERY.multipliedBy(3));
        long at = services.get(0).kill();
        Await.pause(SICK);
        long well = services.get(1).start();
        holders(at, well);
        awaitOther(well, client);
        values.put(Measurand.BACK, (client.connections().firstNanos(well) - well) / NANOS_PER_MILLI);
    }

    /** At each moment the service is there on one host at least. */
    private void flap(TcpClient client) {
        long at = services.get(1).kill();
        int well = 0;
        long next = at;
        while (next + FLAP.toNanos() - at <= flapping.toNanos()) {
            next += FLAP.toNanos();
            Await.pause(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
            services.get(1 - well).start();
            services.get(well).kill();
            well = 1 - well;
        }
        Await.pause(FLAP);
        long end = System.nanoTime();
        holders(at, end);
        values.put(Measurand.UNSERVED_TOTAL, millis(client.connections().totalSilence(at, end)));
    }

    private void holders(long from, long to) {
        values.put(Measurand.MOVES, (double) lab.timeline().moves(ALIAS, from, to));
        values.put(Measurand.NO_HOLDER, millis(lab.timeline().nobody(ALIAS, from, to)));
        values.put(Measurand.TWO_HOLDERS, millis(lab.timeline().several(ALIAS, from, to)));
    }

    private static double millis(Duration time) {
        return time.toNanos() / NANOS_PER_MILLI;
    }
}
