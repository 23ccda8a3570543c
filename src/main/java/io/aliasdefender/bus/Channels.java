package io.aliasdefender.bus;

import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.Question;
import io.aliasdefender.core.probe.ReachResult;
import io.aliasdefender.core.probe.Sighting;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.payload.AliasFitness;
import io.aliasdefender.payload.Announcement;
import io.aliasdefender.payload.BurstRequest;
import io.aliasdefender.payload.ChecksView;
import io.aliasdefender.payload.ConfigStatus;
import io.aliasdefender.payload.Event;
import io.aliasdefender.payload.EventPage;
import io.aliasdefender.payload.FailingChecks;
import io.aliasdefender.payload.HookView;
import io.aliasdefender.payload.LeaseNews;
import io.aliasdefender.payload.LeaseView;
import io.aliasdefender.payload.LeaseWish;
import io.aliasdefender.payload.LinkNews;
import io.aliasdefender.payload.LinkTelling;
import io.aliasdefender.payload.LinkView;
import io.aliasdefender.payload.Maintenance;
import io.aliasdefender.payload.MaintenanceRequest;
import io.aliasdefender.payload.Measured;
import io.aliasdefender.payload.NodeStatus;
import io.aliasdefender.payload.OrderAnswer;
import io.aliasdefender.payload.OrderRequest;
import io.aliasdefender.payload.Presence;
import io.aliasdefender.payload.ProbePlan;
import io.aliasdefender.payload.ProbeResult;
import io.aliasdefender.payload.ProbeSamples;
import io.aliasdefender.payload.ReachRequest;
import io.aliasdefender.payload.Report;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.payload.Stall;
import io.aliasdefender.payload.Taking;
import io.aliasdefender.payload.TenurePage;
import io.aliasdefender.payload.TenureQuery;
import java.util.List;
import java.util.Optional;

/** Every event-bus address of the program, each with its payload: who says what to whom. */
public final class Channels {
    /** config to all: a new configuration that was found to be right. The first one is given to each verticle. */
    public static final Channel<Settings> SETTINGS = new Channel<>("settings", Settings.class);

    /** anybody to config: what came of the file when it was last looked at. The question is the asker's name. */
    public static final Channel.Question<String, ConfigStatus> CONFIG_NOW =
            new Channel.Question<>("config.now", String.class, ConfigStatus.class);
    /** anybody to config: look at the file at once. The question says who asks, such as SIGHUP. */
    public static final Channel.Question<String, ConfigStatus> CONFIG_CHECK =
            new Channel.Question<>("config.check", String.class, ConfigStatus.class);

    /** failover to probe: what to probe from now on. */
    public static final Channel<ProbePlan> PROBE_PLAN = new Channel<>("probe.plan", ProbePlan.class);
    /** probe to failover: what a steady round found. */
    public static final Channel<ProbeResult> PROBE_RESULT = new Channel<>("probe.result", ProbeResult.class);
    /** failover to probe: ask quickly, to be sure. */
    public static final Channel<BurstRequest> BURST = new Channel<>("probe.burst", BurstRequest.class);
    /** failover to probe: tell other defenders that this host has let go of an alias on purpose. */
    public static final Channel<Question> FAREWELL = new Channel<>("probe.farewell", Question.class);
    /** failover to probe: whether all farewells have left; answered when they have, or late. The question is who asks. */
    public static final Channel.Question<String, Boolean> FAREWELLS_SAID =
            new Channel.Question<>("probe.farewells", String.class, Boolean.class);
    /** probe to failover: the end of a burst. */
    public static final Channel<BurstResult> BURST_RESULT = new Channel<>("probe.burst.result", BurstResult.class);
    /** failover to probe: ask from an alias that this host has, and from its own address. */
    public static final Channel<ReachRequest> REACH = new Channel<>("probe.reach", ReachRequest.class);
    /** probe to failover: which of the two was answered. */
    public static final Channel<ReachResult> REACH_RESULT = new Channel<>("probe.reach.result", ReachResult.class);
    /** probe to failover: somebody else spoke about an alias. */
    public static final Channel<Sighting> SIGHTING = new Channel<>("probe.sighting", Sighting.class);
    /** probe to failover: we were asleep. */
    public static final Channel<Stall> STALL = new Channel<>("probe.stall", Stall.class);

    /** address to all: what the kernel has, whenever it changed. */
    public static final Channel<KernelView> KERNEL = new Channel<>("kernel.view", KernelView.class);
    /** anybody who comes late to address: what the kernel has now. The question is the asker's name. */
    public static final Channel.Question<String, KernelView> KERNEL_NOW =
            new Channel.Question<>("kernel.now", String.class, KernelView.class);
    /** failover to address: add or remove. */
    public static final Channel<AddressAction> ADDRESS_ACTION = new Channel<>("address.action", AddressAction.class);
    /** address to failover: how that went. */
    public static final Channel<AddressApplied> ADDRESS_APPLIED =
            new Channel<>("address.applied", AddressApplied.class);
    /** failover to address: tell the network once, in both forms, that this host has the address. */
    public static final Channel<Announcement> ANNOUNCE = new Channel<>("address.announce", Announcement.class);

    /** failover to address: what waits to be announced is not to be. */
    public static final Channel<Placement> WITHHOLD = new Channel<>("address.withhold", Placement.class);
    /** address to failover: the first announcement of an alias that has come here has left this host. */
    public static final Channel<Announcement> ANNOUNCED = new Channel<>("address.announced", Announcement.class);

    /** anybody to the journal: a sentence for people. */
    public static final Channel<Report> REPORT = new Channel<>("report", Report.class);
    /** journal to web: the sentence with its number and time. */
    public static final Channel<Event> EVENT = new Channel<>("event", Event.class);

    /** web to journal: the events after this number, the oldest first. */
    public static final Channel.Question<Long, EventPage> EVENTS =
            new Channel.Question<>("events", Long.class, EventPage.class);
    /** failover to the journal: an alias is on this host now, or not any more. */
    public static final Channel<Presence> PRESENCE = new Channel<>("alias.presence", Presence.class);
    /** web to the journal: when this host had which alias. */
    public static final Channel.Question<TenureQuery, TenurePage> TENURES =
            new Channel.Question<>("tenures", TenureQuery.class, TenurePage.class);

    /** web to failover: how things stand. */
    public static final Channel.Question<String, NodeStatus> STATUS =
            new Channel.Question<>("status", String.class, NodeStatus.class);
    /** web to failover: an operator's order. */
    public static final Channel.Question<OrderRequest, OrderAnswer> ORDER =
            new Channel.Question<>("order", OrderRequest.class, OrderAnswer.class);

    /** web to failover: keep everything at a stop within the next minute. The question is the asker's name. */
    public static final Channel.Question<String, OrderAnswer> KEEP =
            new Channel.Question<>("order.keep", String.class, OrderAnswer.class);

    /** web's meters to web: what the newest rounds found, gathered; ten times a second at the most. */
    public static final Channel<ProbeSamples> SAMPLES = new Channel<>("probe.samples", ProbeSamples.class);
    /** web to its meters: whether somebody wants these. */
    public static final Channel<Boolean> SAMPLES_WANTED = new Channel<>("probe.samples.wanted", Boolean.class);

    /** web to its meters: what was counted. The question is the asker's name. */
    public static final Channel.Question<String, Measured> MEASURED =
            new Channel.Question<>("measured", String.class, Measured.class);

    /** web to maintenance: an operator's wish. The answer tells how the aliases took it. */
    public static final Channel.Question<MaintenanceRequest, OrderAnswer> MAINTENANCE =
            new Channel.Question<>("maintenance", MaintenanceRequest.class, OrderAnswer.class);
    /** maintenance to web: empty when this node is in service. The question is the asker's name. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public static final Channel.Question<String, Optional<Maintenance>> MAINTENANCE_NOW =
            new Channel.Question<>("maintenance.now", String.class, (Class) Optional.class);

    /** maintenance to link: whether this node is out of service, at its start where it is, and whenever it changes. */
    public static final Channel<Boolean> IN_MAINTENANCE = new Channel<>("maintenance.changed", Boolean.class);

    /** failover to link: what the other nodes are to be told about an alias from now on. */
    public static final Channel<LinkTelling> LINK_TELLING = new Channel<>("link.telling", LinkTelling.class);
    /** link to failover: what another node told, and proved to have told. */
    public static final Channel<LinkNews> LINK_NEWS = new Channel<>("link.news", LinkNews.class);

    /** web to link: what it does. The question is the asker's name. */
    public static final Channel.Question<String, LinkView> LINK_NOW =
            new Channel.Question<>("link.now", String.class, LinkView.class);

    /**
     * check to failover and link: whether this host is fit for an alias; of each alias with checks at the start, then what
     * changes.
     */
    public static final Channel<AliasFitness> FITNESS = new Channel<>("check.fitness", AliasFitness.class);

    /** check to link: which checks fail and how, whenever that changes. */
    public static final Channel<FailingChecks> FAILING_CHECKS = new Channel<>("check.failing", FailingChecks.class);

    /** web to check: how the checks are. The question is the asker's name. */
    public static final Channel.Question<String, ChecksView> CHECKS_NOW =
            new Channel.Question<>("check.now", String.class, ChecksView.class);
    /**
     * address to hook: this alias is about to be added; what waits for that is to be done now. Answered when it is done,
     * well or not.
     */
    public static final Channel.Question<Taking, Boolean> BEFORE_TAKING =
            new Channel.Question<>("hook.before", Taking.class, Boolean.class);
    /** web to hook: how the hooks do, in the order of the configuration. The question is the asker's name. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public static final Channel.Question<String, List<HookView>> HOOKS_NOW =
            new Channel.Question<>("hook.now", String.class, (Class) List.class);

    /** failover to lease: how much this host needs a lease, whenever that changes. */
    public static final Channel<LeaseWish> LEASE_WISH = new Channel<>("lease.wish", LeaseWish.class);
    /** lease to failover: what a lease permits this host, whenever that changes. */
    public static final Channel<LeaseNews> LEASE_NEWS = new Channel<>("lease.news", LeaseNews.class);
    /** web to lease: how the leases stand. The question is the asker's name. */
    public static final Channel.Question<String, LeaseView> LEASE_NOW =
            new Channel.Question<>("lease.now", String.class, LeaseView.class);

    private Channels() {}
}
