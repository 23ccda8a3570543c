package io.aliasdefender.sim;

import io.aliasdefender.core.Evidence;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.Phase;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.Placement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** One life of a daemon on a host: what the verticles do around the core, with virtual time and network. */
final class SimDaemon {
    /** Deadlines are looked at this often; a sooner one has a timer of its own. */
    static final long HEARTBEAT = 50_000_000;
    /** A pause of more than this is always noticed; of less than {@link #LEAST_STALL}, never. */
    static final long STALL = 150_000_000;

    static final long LEAST_STALL = 100_000_000;
    private static final long KERNEL_EVENT = 1_000_000;
    private static final long STOP_LIMIT = 1_500_000_000;
    /** What the kernel keeps for a process that does not read. */
    private static final int SOCKET_BUFFER = 256;

    private final Site site;
    private final World world;
    private final SimHost host;
    private final List<SimDefended> aliases = new ArrayList<>();
    private final List<SimRound> rounds = new ArrayList<>();
    private final Deque<Runnable> missed = new ArrayDeque<>();
    private final SimCommands commands;
    private Evidence evidence;
    private boolean alive = true;
    private boolean poweredOff;
    private boolean linkWasUp;
    private int framesMissed;
    private long pausedUntil;
    private long pausedAt;
    private long ranSince;

    SimDaemon(Site site, SimHost host) {
        this.site = site;
        this.world = site.world;
        this.host = host;
        ranSince = world.now();
        commands = new SimCommands(site, this);
        evidence = Evidence.none(uptime()).with(Map.of(site.router.address, "router " + site.router.address));
        site.aliases.forEach(alias -> {
            aliases.add(new SimDefended(site, this, alias));
            rounds.add(new SimRound(site, this, new Target(alias.address, alias, null)));
        });
        rounds.add(new SimRound(site, this, new Target(site.router.address, null, null)));
        site.hosts.stream()
                .filter(other -> other != host)
                .forEach(other -> rounds.add(new SimRound(site, this, new Target(other.node.address(), null, other))));
    }

    void start() {
        rounds.forEach(SimRound::begin);
        observe();
    }

    /** kill -9: nothing is undone. */
    void kill() {
        alive = false;
        host.gone(world.now());
        missed.clear();
    }

    void powerOff() {
        kill();
        poweredOff = true;
    }

    /** Whether it ended with its whole machine, commands that it had started included. */
    boolean poweredOff() {
        return poweredOff;
    }

    /** SIGTERM: what is held is let go or kept, as the policy says, and then the process ends. */
    void stop(Runnable ended) {
        run(() -> {
            aliases.forEach(defended -> defended.feed(new Input.Ordered(Input.Order.STOP)));
            long limit = world.now() + STOP_LIMIT;
            endWhenStopped(limit, ended);
        });
    }

    private void endWhenStopped(long limit, Runnable ended) {
        if (aliases.stream().allMatch(SimDefended::stopped) || world.now() >= limit) {
            if (alive) {
                kill();
                ended.run();
            }
        } else {
            world.after(2_000_000, () -> run(() -> endWhenStopped(limit, ended)));
        }
    }

    SimHost host() {
        return host;
    }

    /** Where the steady rounds at an address are kept. */
    SimRound round(IpAddress address) {
        for (SimRound round : rounds) {
            if (round.target().address().equals(address)) {
                return round;
            }
        }
        throw new IllegalArgumentException(address + " is not asked");
    }

    SimDefended defended(int alias) {
        return aliases.get(alias);
    }

    Evidence evidence() {
        return evidence;
    }

    /** What was heard, and how the others of the alias's group stand. */
    Evidence evidenceFor(SimDefended defended) {
        return defended.spec().group().isEmpty()
                ? evidence
                : evidence.beside(
                        groupOf(defended).stream().map(SimDefended::companion).toList());
    }

    List<SimDefended> groupOf(SimDefended defended) {
        return aliases.stream()
                .filter(other -> other != defended
                        && other.spec().group().equals(defended.spec().group()))
                .toList();
    }

    boolean alive() {
        return alive;
    }

    long pausedUntil() {
        return pausedUntil;
    }

    boolean runs(long now) {
        return alive && pausedUntil <= now;
    }

    /** This host's monotonic clock, which need not run as fast as the world's. */
    long clock() {
        long skew = host.port * 1_000_000_000_000L;
        return skew + (host.clockRate == 1 ? world.now() : (long) (world.now() * host.clockRate));
    }

    Duration uptime() {
        return Duration.ofNanos(clock());
    }

    /** A timer of this daemon: by its own clock, and late when the host is busy. */
    void timer(long delay, Runnable work) {
        long real = host.clockRate == 1 ? delay : (long) (delay / host.clockRate);
        world.after(real + (host.lateness == 0 ? 0 : world.between(0, host.lateness)), () -> run(work));
    }

    /** The process does not run until then. */
    void pause(long until) {
        if (runs(world.now())) {
            pausedAt = world.now();
        }
        if (until > pausedUntil) {
            pausedUntil = until;
            world.at(until, this::resume);
        }
    }

    private void resume() {
        if (!alive || pausedUntil > world.now()) {
            return;
        }
        long length = world.now() - pausedAt;
        if (length > world.between(LEAST_STALL, STALL)) {
            evidence = evidence.voided(uptime());
            ranSince = world.now();
            aliases.forEach(defended -> defended.feed(new Input.Stalled(Duration.ofNanos(length))));
            rounds.forEach(SimRound::spoilt);
            aliases.forEach(SimDefended::restartBurst);
        }
        framesMissed = 0;
        while (!missed.isEmpty() && runs(world.now())) {
            missed.poll().run();
        }
        site.changed();
    }

    /** Since when it has run without a pause that it noticed. */
    long ranSince() {
        return ranSince;
    }

    /** What happens while the process does not run, happens to it when it runs again. */
    void run(Runnable work) {
        if (!alive) {
            return;
        }
        if (pausedUntil <= world.now()) {
            work.run();
        } else {
            missed.add(work);
        }
    }

    /** A frame came in. Those of a pause are kept by the kernel, up to a limit. */
    void receive(Runnable work) {
        if (pausedUntil <= world.now()) {
            run(work);
        } else if (framesMissed < SOCKET_BUFFER) {
            framesMissed++;
            run(work);
        }
    }

    /** The kernel told that something changed. */
    void kernelChanged() {
        world.after(KERNEL_EVENT, () -> run(this::observe));
    }

    private void observe() {
        if (host.linkUp && !linkWasUp) {
            evidence = evidence.voided(uptime());
        }
        linkWasUp = host.linkUp;
        aliases.forEach(SimDefended::observe);
    }

    void reconfigured() {
        run(() -> {
            aliases.forEach(SimDefended::reconfigure);
            observe();
        });
    }

    /** An answer came. The link-layer address is that of an ARP reply; an echo reply has none, but one may follow. */
    void answered(Target target, MacAddress mac, MacAddress then) {
        boolean ownAlias = target.alias() != null && host.has(target.alias().index);
        if (mac == null && ownAlias) {
            // An address of our own is answered by this very host: that proves nothing about anybody else.
            return;
        }
        boolean another = round(target.address()).answered(mac, then);
        boolean wanted = false;
        for (SimDefended defended : aliases) {
            wanted |= defended.answered(target, mac);
        }
        if (another && !wanted && target.alias() != null) {
            sighted(target.alias().index, mac == null ? then : mac, Sighting.Kind.REPLY);
        }
    }

    void probed(Target target, ProbeOutcome outcome) {
        if (target.alias() != null) {
            aliases.get(target.alias().index).feed(new Input.Probed(outcome));
        } else {
            heard(target.address(), outcome);
        }
    }

    void heard(IpAddress address, ProbeOutcome outcome) {
        boolean before = evidence.of(address).answers();
        evidence = evidence.heard(address, outcome, uptime());
        if (before != evidence.of(address).answers()) {
            aliases.forEach(defended -> defended.feed(new Input.Tick()));
        }
    }

    /** Whether such a frame about an alias could change anything here: what nobody reads need not be simulated. */
    boolean cares(int alias, Sighting.Kind kind) {
        return aliases.get(alias).cares(kind);
    }

    void sighted(int alias, MacAddress mac, Sighting.Kind kind) {
        aliases.get(alias).sighted(mac, kind);
    }

    /** What a host said in a burst counts for every alias. */
    void heardInBurst(IpAddress address, ProbeOutcome.Reply reply) {
        evidence = evidence.heard(address, reply, uptime());
    }

    /** Whether a command that fails, hangs or is slow holds up what was decided. */
    boolean held(int alias) {
        SimDefended defended = aliases.get(alias);
        // What failed is tried again, later and later.
        return commands.inTrouble()
                || commands.failed(defended)
                        && (defended.state().phase() instanceof Phase.Releasing || defended.hasStrays());
    }

    void command(AddressAction.Kind kind, SimDefended defended, Placement placement) {
        commands.queue(kind, defended, placement);
    }
}
