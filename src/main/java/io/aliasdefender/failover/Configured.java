package io.aliasdefender.failover;

import io.aliasdefender.core.Input;
import io.aliasdefender.core.Input.Order;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.payload.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What the configuration says, and what follows for the aliases on this host: which begin, which change, which end. */
final class Configured {
    private final Roster roster;
    private final EvidenceByLink evidenceByLink;
    private final Correspondence correspondence;
    private final Groups groups;
    private final Permits permits;
    private final Decider decider;
    private final Outlook outlook;
    private final Supplier<Duration> now;
    private Settings settings;
    /** The settings' aliases: a reload of thousands asks for each of them. */
    private Map<IpAddress, AliasSpec> aliases = Map.of();
    /** How many aliases have ended: one that begins after that is told from all before by this. */
    private long lives;

    Configured(
            Settings settings,
            Roster roster,
            EvidenceByLink evidenceByLink,
            Correspondence correspondence,
            Groups groups,
            Permits permits,
            Decider decider,
            Outlook outlook,
            Supplier<Duration> now) {
        this.settings = settings;
        this.roster = roster;
        this.evidenceByLink = evidenceByLink;
        this.correspondence = correspondence;
        this.groups = groups;
        this.permits = permits;
        this.decider = decider;
        this.outlook = outlook;
        this.now = now;
        take(settings);
    }

    Settings settings() {
        return settings;
    }

    /** All aliases of the first configuration begin. */
    void begin() {
        begin(settings.aliases());
    }

    /** The configuration is another one from now on. */
    void change(Settings next) {
        take(next);
        // All of them first: nothing is to be decided on what holds for an alias no more.
        Map<Defended, Input> news = new LinkedHashMap<>();
        for (Defended old : roster.all()) {
            AliasSpec spec = aliases.get(old.address());
            if (old.retiring) {
                // Ends first; if it is in the configuration again by then, it begins anew.
                continue;
            }
            if (spec == null) {
                groups.forget(old);
                roster.leave(old);
                old.retiring = true;
                news.put(old, new Input.Ordered(Order.RETIRE));
            } else if (!spec.equals(old.spec)) {
                news.put(old, new Input.Reconfigured(old.spec));
                leaveGroup(old);
                old.spec = spec;
                roster.join(old);
            }
        }
        news.keySet().forEach(groups::join);
        begin(next.aliases().stream()
                .filter(spec -> roster.find(spec.address()).isEmpty())
                .toList());
        news.forEach(decider::feed);
        outlook.settingsChanged(settings);
    }

    /**
     * An alias that left the configuration has ended. If it is there again by now, it begins anew.
     *
     * @param forGood this engine ends, too: nothing begins any more
     */
    void ended(Defended defended, boolean forGood) {
        if (!roster.remove(defended)) {
            return;
        }
        lives++;
        AliasSpec again = aliases.get(defended.address());
        if (again != null && !forGood) {
            begin(List.of(again));
            outlook.settingsChanged(settings);
        }
    }

    private void leaveGroup(Defended defended) {
        groups.forget(defended);
        permits.forget(defended);
        roster.leave(defended);
    }

    private void take(Settings next) {
        settings = next;
        aliases = new HashMap<>();
        next.aliases().forEach(spec -> aliases.put(spec.address(), spec));
        permits.configured(next.aliases());
        List<Node> others =
                next.nodes().stream().filter(node -> !node.equals(next.self())).toList();
        evidenceByLink.nodes(others);
        correspondence.nodes(others);
    }

    private void begin(List<AliasSpec> specs) {
        List<Defended> begun =
                specs.stream().map(spec -> new Defended(spec, lives, now.get())).toList();
        begun.forEach(roster::add);
        begun.forEach(groups::join);
        if (roster.suspended()) {
            begun.forEach(defended -> decider.feed(defended, new Input.Ordered(Order.SUSPEND)));
        }
    }
}
