package io.aliasdefender.sim;

import io.aliasdefender.address.AddressEngine;
import io.aliasdefender.address.AnnouncementPacer;
import io.aliasdefender.clock.PauseGuard;
import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Evidence;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.Phase;
import io.aliasdefender.core.Reason;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.failover.FailoverEngine;
import io.aliasdefender.payload.Announcement;
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.OrderAnswer;
import io.aliasdefender.payload.OrderRequest;
import io.aliasdefender.payload.ProbePlan;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One life of the program on a simulated host: its engines, as the daemon connects them, on a virtual event loop and bus.
 * Times in nanoseconds.
 */
final class SimDaemon implements ProbeEngine.Output, FailoverEngine.Output, AnnouncementPacer.Sender {
    /** A pause of more than this is always noticed. */
    static final long STALL = 150_000_000;

    private static final long KERNEL_EVENT = 1_000_000;
    private static final int FRAMES_PER_SECOND = 1_000;

    final Site site;
    final SimHost host;
    final SimLoop loop;
    SimWire wire;
    private final PauseGuard guard = new PauseGuard();
    private final SimCommands commands;
    private final List<AliasLife> lives = new ArrayList<>();
    private final FailoverEngine failover;
    private final AddressEngine addresses;
    private final AnnouncementPacer pacer;
    private io.aliasdefender.probe.ProbeEngine prober;
    private boolean poweredOff;
    private boolean kernelEventUnderWay;
    private long ranSince;

    SimDaemon(Site site, SimHost host) {
        this.site = site;
        this.host = host;
        loop = new SimLoop(site.world, host);
        ranSince = site.world.now();
        site.aliases.forEach(alias -> lives.add(new AliasLife(this, alias, ranSince)));
        commands = new SimCommands(site, this);
        addresses = new AddressEngine(loop, commands);
        pacer = new AnnouncementPacer(loop, this, FRAMES_PER_SECOND);
        failover = new FailoverEngine(site.settings(host), loop, guard, this, this::decide);
    }
}
