package io.aliasdefender.lab;

import io.aliasdefender.core.net.IpAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** One run of one trouble, from a fresh state to the state in which everything is well again. */
final class Trial {
    private static final IpAddress ALIAS = Lab.ALIAS.address();
    private static final Duration PAUSE = Duration.ofSeconds(8);
    private static final Duration ROUTER_DOWN = Duration.ofSeconds(10);
    private static final Duration AFTERWARDS = Duration.ofSeconds(1);
    private static final Duration NEIGHBOUR_LIMIT = Duration.ofSeconds(2);

    private final Lab lab;
    private final Duration interval;
    private final Duration lossLength;

    /** @param lossLength how long frames are lost in the troubles that are about it */
    Trial(Lab lab, Duration interval, Duration lossLength) {
        this.lab = lab;
        this.interval = interval;
        this.lossLength = lossLength;
    }

    /**
     * What a run showed, from the trouble to the end.
     *
     * @param silence the client's longest time without an answer
     * @param outage the longest time in which its requests were lost
     * @param moves how often the alias went to another host
     * @param twoHolders how long two powered hosts had the alias
     * @param clientPause the longest time in which the client itself did not send
     * @param clientKnows whether the client's neighbour table has the holder's MAC in the end
     */
    record Outcome(
            Duration silence,
            Duration outage,
            int moves,
            Duration twoHolders,
            Duration clientPause,
            boolean clientKnows) {
        /** In the unit of the figure: nanoseconds or moves. */
        long value(Trouble.Figure figure) {
            return switch (figure) {
                case SILENCE -> silence.toNanos();
                case OUTAGE -> outage.toNanos();
                case TWO_HOLDERS -> twoHolders.toNanos();
                case MOVES -> moves;
            };
        }
    }

    /** Does it; throws {@link LabException} when the pair did not get well. */
    Outcome run(Trouble trouble) {
        lab.reset();
        lab.configure(LabConfig.every(interval));
        try (Client client = new Client(lab, ALIAS)) {
            long from;
            if (trouble == Trouble.BOOT_TOGETHER) {
                from = System.nanoTime();
                lab.startAll();
            } else {
                start(client);
                from = inflict(trouble, client);
            }
            Await.until(
                    "one holder", limit(), () -> lab.timeline().holders(ALIAS).size() == 1);
            client.awaitAnswer(System.nanoTime(), limit());
            Await.pause(interval.multipliedBy(3).plus(AFTERWARDS));
            return outcome(client, from);
        } finally {
            // The laboratory may stand idle next, and must not disturb the others then.
            lab.hosts().forEach(LabHost::kill);
        }
    }

    /** Starts both and waits until they are settled, and then some: faults know nothing of the daemons' timers. */
    private void start(Client client) {
        lab.web(1).start();
        lab.web(1).awaitReady();
        lab.timeline().awaitHolders(ALIAS, Set.of("web1"), limit());
        lab.web(2).start();
        lab.web(2).awaitReady();
        awaitState(lab.web(1), "holding");
        awaitState(lab.web(2), "watching");
        client.awaitAnswer(System.nanoTime(), limit());
        long phase = ThreadLocalRandom.current().nextLong(interval.toNanos());
        Await.pause(interval.multipliedBy(2).plus(AFTERWARDS).plusNanos(phase));
    }

    private long inflict(Trouble trouble, Client client) {
        LabHost holder = lab.web(1);
        return switch (trouble) {
            case POWER_OFF -> {
                long at = lab.faults().powerOff(holder).atNanos();
                lab.timeline().awaitHolders(ALIAS, Set.of("web2"), limit());
                yield at;
            }
            case DELETED -> {
                long at = lab.faults().deleteAddress(holder, Lab.ALIAS).atNanos();
                client.awaitAnswer(System.nanoTime(), limit());
                yield at;
            }
            case KILLED -> {
                long at = System.nanoTime();
                holder.kill();
                Await.pause(interval.multipliedBy(5).plus(AFTERWARDS));
                holder.start();
                holder.awaitReady();
                awaitState(holder, "holding");
                yield at;
            }
            case PAUSED -> {
                long at = System.nanoTime();
                holder.pause();
                Await.pause(PAUSE);
                holder.resume();
                yield at;
            }
            case LOSS_10 -> lose(10);
            case LOSS_30 -> lose(30);
            case ROUTER_DOWN -> {
                long at = lab.faults().routerDown().atNanos();
                Await.pause(ROUTER_DOWN);
                lab.faults().routerUp();
                yield at;
            }
            case BOOT_TOGETHER -> throw new IllegalArgumentException("starting is the trouble");
        };
    }

    private long lose(int percent) {
        long at = lab.faults().loss(percent).atNanos();
        Await.pause(lossLength);
        lab.faults().noLoss();
        return at;
    }

    private Outcome outcome(Client client, long from) {
        long now = System.nanoTime();
        HolderTimeline timeline = lab.timeline();
        return new Outcome(
                client.answers().longestSilence(from, now),
                client.answers().longestOutage(from, now),
                timeline.moves(ALIAS, from, now),
                timeline.several(ALIAS, from, now),
                client.answers().longestPause(from, now),
                clientKnows());
    }

    private boolean clientKnows() {
        try {
            Await.until(
                    "the client knows the holder",
                    NEIGHBOUR_LIMIT,
                    () -> lab.hosts().stream()
                            .filter(host ->
                                    Set.of(host.name()).equals(lab.timeline().holders(ALIAS)))
                            .anyMatch(host -> lab.clientNeighbour(ALIAS)
                                    .filter(host.station().mac()::equals)
                                    .isPresent()));
            return true;
        } catch (LabException wrong) {
            return false;
        }
    }

    private void awaitState(LabHost host, String state) {
        Await.until(
                limit(),
                () -> Quotes.state(host).equals(state),
                () -> host + " says " + state + "; it says: " + Quotes.reason(host));
    }

    private Duration limit() {
        return Duration.ofSeconds(20).plus(interval.multipliedBy(10));
    }
}
