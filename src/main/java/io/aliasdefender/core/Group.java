package io.aliasdefender.core;

import io.aliasdefender.core.Input.Grouped;
import io.aliasdefender.core.Input.Grouped.Call;
import io.aliasdefender.core.Readiness.Standing;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.AliasSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Aliases that are on one host together, or not at all. Each reports how it stands after every decision about it; here it
 * is decided, once for all of them, whether they are claimed, kept back, asked about again, or released. No clock and no
 * I/O. The work of a decision grows with the number of aliases that it is about, never with its square.
 */
public final class Group {
    /** A silence that is older than this, or than two bursts, is asked about again before it is claimed on. */
    private static final Duration FRESH = Duration.ofMillis(100);
    /** So many aliases are asked about at once; of more, the last are asked so much later. */
    private static final int ASKED_TOGETHER = 128;
    /** Those that are ready wait so long for the others before all are asked again. */
    private static final Duration MOST_PATIENCE = Duration.ofMillis(500);
    /** The group leaves when one of it could not be added so often. */
    private static final int MOST_FAILURES = 3;

    private final String name;
    private final Map<IpAddress, Member> members = new LinkedHashMap<>();
    private final Map<Standing, Set<Member>> byStanding = new EnumMap<>(Standing.class);
    /** Those that are ready and have not been told what follows. */
    private final Set<Member> ready = new LinkedHashSet<>();
    /** Those here that have not been told to leave. */
    private final Set<Member> held = new LinkedHashSet<>();
    /** Those that could not be added the last time. */
    private final Set<Member> failed = new LinkedHashSet<>();

    /** When a conflict about one of them last ended in this host's favour. */
    private Optional<Duration> wonAt = Optional.empty();

    private Optional<Duration> wakeAt = Optional.empty();

    public Group(String name) {
        this.name = name;
    }

    /**
     * What an alias of the group is to do; to be fed to it by the caller.
     *
     * @param member the alias
     */
    public record Order(IpAddress member, Input input) {}

    /** One alias, and what it was told last; by identity. */
    private static final class Member {
        private final IpAddress address;
        private AliasSpec spec;
        private Readiness readiness;
        /** It was told something about its present standing, and has not reported since. */
        private boolean told;
        /** Since when another host has it, whatever is being asked about it meanwhile; empty: none does. */
        private Optional<Duration> elsewhereSince = Optional.empty();
        /** It has not reported since it joined. */
        private boolean joined = true;

        private Member(IpAddress address, AliasSpec spec, Readiness readiness) {
            this.address = address;
            this.spec = spec;
            this.readiness = readiness;
        }

        private Standing standing() {
            return readiness.standing();
        }

        private void takes(Readiness next) {
            boolean stillElsewhere = elsewhereSince.isPresent() && (next.elsewhere() || next.asks());
            elsewhereSince =
                    stillElsewhere ? elsewhereSince : next.elsewhere() ? Optional.of(next.since()) : Optional.empty();
            readiness = next;
        }
    }

    /**
     * The alias belongs to the group from now on. Nothing is decided yet: several may join at once, and none of them is
     * to be claimed as if it were alone.
     */
    public void join(AliasSpec spec, AliasState state) {
        joined(spec, Readiness.of(state));
    }

    private Member joined(AliasSpec spec, Readiness readiness) {
        forget(spec.address());
        Member member = new Member(spec.address(), spec, readiness);
        members.put(spec.address(), member);
        file(member);
        return member;
    }

    /**
     * Takes the report of an alias about which something was decided.
     *
     * @param evidence what is heard on its link, for who answers for it elsewhere
     * @return what others, or it, are to do now
     */
    public List<Order> report(AliasSpec spec, AliasState state, Evidence evidence, Duration now) {
        Readiness readiness = Readiness.of(state);
        Member known = members.get(spec.address());
        Member member = known == null ? joined(spec, readiness) : known;
        if (!member.joined && member.readiness.equals(readiness) && member.spec.equals(spec)) {
            return List.of();
        }
        drop(member);
        member.spec = spec;
        member.takes(readiness);
        member.told = false;
        member.joined = false;
        file(member);
        readiness
                .wonAt()
                .filter(at -> wonAt.filter(last -> last.compareTo(at) >= 0).isEmpty())
                .ifPresent(at -> wonAt = Optional.of(at));
        List<Order> orders = new ArrayList<>();
        if (member.standing() == Standing.ASKING) {
            askOthers(member, now, orders);
        }
        decide(evidence, now, orders);
        return orders;
    }

    /** The alias has left the group, or the configuration. */
    public void forget(IpAddress alias) {
        Member member = members.remove(alias);
        if (member != null) {
            drop(member);
        }
    }

    public boolean isEmpty() {
        return members.isEmpty();
    }

    /** When {@link #tick} is wanted at the latest; empty: whenever. */
    public Optional<Duration> wakeAt() {
        return wakeAt;
    }

    /** Time has passed. */
    public List<Order> tick(Evidence evidence, Duration now) {
        List<Order> orders = new ArrayList<>();
        decide(evidence, now, orders);
        return orders;
    }

    /** The group as one of its aliases sees it. */
    public GroupView view(IpAddress alias) {
        Set<Member> here = those(Standing.HERE);
        Member own = members.get(alias);
        boolean others = here.size() > 1 || here.size() == 1 && !here.contains(own);
        Optional<Member> leader = members.values().stream().findFirst();
        return new GroupView(
                name,
                others,
                leader.isEmpty() || leader.get() == own,
                leader.map(member -> member.readiness.failedFailbacks()).orElse(0),
                wonAt,
                bar(member -> member != own).map(this::because));
    }

    /** Why the others cannot be here whoever has them, as far as that is not for another host to decide. */
    private Optional<String> bar(Predicate<Member> counted) {
        return firstOf(Standing.LEAVING, counted)
                .map(Group::isKeptOff)
                .or(() -> firstOf(Standing.BLOCKED, counted).map(Group::cannotBeHere))
                .or(() -> firstOf(Standing.OUT, counted).map(Group::isNotDefended));
    }

    private Set<Member> those(Standing standing) {
        return byStanding.computeIfAbsent(standing, none -> new LinkedHashSet<>());
    }

    private void file(Member member) {
        those(member.standing()).add(member);
        if (member.standing() == Standing.READY) {
            ready.add(member);
        }
        if (member.readiness.held()) {
            held.add(member);
        }
        if (member.readiness.failedClaims() > 0) {
            failed.add(member);
        }
    }

    private void drop(Member member) {
        those(member.standing()).remove(member);
        ready.remove(member);
        held.remove(member);
        failed.remove(member);
    }

    /** What is found out about all of them should be of one age. */
    private void askOthers(Member asking, Duration now, List<Order> orders) {
        for (Standing standing : List.of(Standing.OPEN, Standing.ELSEWHERE)) {
            for (Member member : those(standing)) {
                if (member != asking && !member.told && !isFresh(member, now)) {
                    tell(member, Call.ASK, "", orders);
                }
            }
        }
    }

    private static void tell(Member member, Call call, String because, List<Order> orders) {
        member.told = true;
        orders.add(new Order(member.address, new Grouped(call, because)));
    }

    private void decide(Evidence evidence, Duration now, List<Order> orders) {
        wakeAt = Optional.empty();
        if (!held.isEmpty()) {
            leaveIfOneCannotBeHere(evidence, now, orders);
        }
        if (!ready.isEmpty()) {
            claimOrKeepBack(evidence, now, orders);
        }
    }

    private void leaveIfOneCannotBeHere(Evidence evidence, Duration now, List<Order> orders) {
        whyToLeave(evidence, now).ifPresent(why -> {
            List<Member> leaving = List.copyOf(held);
            held.clear();
            leaving.forEach(member -> tell(member, Call.RELEASE, because(why), orders));
        });
    }

    private Optional<String> whyToLeave(Evidence evidence, Duration now) {
        Optional<String> leaving = firstOf(Standing.LEAVING).map(member -> member.address + " leaves this host");
        return leaving.or(() -> firstOf(Standing.BLOCKED).map(Group::cannotBeHere))
                .or(() -> failed.stream()
                        .filter(member -> member.readiness.failedClaims() >= MOST_FAILURES)
                        .findFirst()
                        .map(Group::couldNotBeAdded))
                .or(() -> onBetterHost(evidence, now));
    }

    /**
     * One is on a better-ranked host and stays there: after the patience the group goes to it. As with two holders of one
     * alias, the lower link-layer address decides while it is not known whose it is.
     */
    private Optional<String> onBetterHost(Evidence evidence, Duration now) {
        for (Member member : those(Standing.ELSEWHERE)) {
            Optional<String> why = member.readiness.holder().flatMap(mac -> isBetter(mac, member, evidence));
            if (why.isPresent()) {
                Duration until = heldSince(member).plus(Timing.patience(member.spec));
                if (now.compareTo(until) >= 0) {
                    return why;
                }
                wakeBy(until);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> isBetter(MacAddress mac, Member elsewhere, Evidence evidence) {
        AliasSpec spec = elsewhere.spec;
        String where = elsewhere.address + " is on " + Words.of(mac, spec, evidence);
        return evidence.whose(mac, spec.others())
                .fold(
                        node -> spec.better().contains(node)
                                ? Optional.of(where + ", which has the better rank")
                                : Optional.empty(),
                        Optional::empty,
                        () -> evidence.identity().ownComesBefore(mac)
                                ? Optional.empty()
                                : Optional.of(where + ", which has the lower link-layer address, and that decides"
                                        + " until all nodes are known"));
    }

    /** Since when one is there and the others are here. */
    private Duration heldSince(Member elsewhere) {
        Duration since = elsewhere.elsewhereSince.orElse(elsewhere.readiness.since());
        Duration here = held.iterator().next().readiness.since();
        return since.compareTo(here) > 0 ? since : here;
    }

    private void claimOrKeepBack(Evidence evidence, Duration now, List<Order> orders) {
        Optional<String> obstacle = obstacle(evidence);
        if (obstacle.isPresent()) {
            tellTheReady(Call.KEEP_BACK, because(obstacle.get()), orders);
        } else if (!failed.isEmpty()) {
            tryTheFailedFirst(orders);
        } else if (complete()) {
            boolean fresh = ready.stream().allMatch(member -> isFresh(member, now));
            tellTheReady(fresh ? Call.CLAIM : Call.ASK, "", orders);
        } else {
            waitForTheOthers(now, orders);
        }
    }

    /** What could not be added the last time is tried by itself: the others wait for just that. */
    private void tryTheFailedFirst(List<Order> orders) {
        String others = because(couldNotBeAdded(failed.iterator().next()));
        for (Member member : ready) {
            boolean goesFirst = member.readiness.failedClaims() > 0;
            tell(member, goesFirst ? Call.CLAIM : Call.KEEP_BACK, goesFirst ? "" : others, orders);
        }
        ready.clear();
    }

    /** The others have time for a burst or two, which may be long where packets get lost. */
    private void waitForTheOthers(Duration now, List<Order> orders) {
        Member oldest = ready.iterator().next();
        Duration interval = oldest.spec.policy().interval();
        Duration patience = interval.compareTo(MOST_PATIENCE) > 0 ? interval : MOST_PATIENCE;
        Duration until = oldest.readiness.since().plus(patience);
        if (now.compareTo(until) >= 0) {
            tellTheReady(Call.ASK, "", orders);
        } else {
            wakeBy(until);
        }
    }

    private void tellTheReady(Call call, String because, List<Order> orders) {
        ready.forEach(member -> tell(member, call, because, orders));
        ready.clear();
    }

    private void wakeBy(Duration time) {
        wakeAt = wakeAt.filter(earlier -> earlier.compareTo(time) <= 0).or(() -> Optional.of(time));
    }

    /** Every alias is here, or ready to be. */
    private boolean complete() {
        return those(Standing.HERE).size() + those(Standing.READY).size() == members.size();
    }

    /** Why none may be claimed here now, whatever else is found out. */
    private Optional<String> obstacle(Evidence evidence) {
        return firstOf(Standing.ELSEWHERE)
                .map(member -> member.address + " answers"
                        + member.readiness
                                .holder()
                                .map(mac -> " from " + Words.of(mac, member.spec, evidence))
                                .orElse(" from another host"))
                .or(() -> bar(any -> true));
    }

    private Optional<Member> firstOf(Standing standing) {
        return firstOf(standing, any -> true);
    }

    private Optional<Member> firstOf(Standing standing, Predicate<Member> counted) {
        return those(standing).stream().filter(counted).findFirst();
    }

    private static String isKeptOff(Member member) {
        return member.address + " is being kept off this host";
    }

    private static String isNotDefended(Member member) {
        return member.address + " is not defended on this host now";
    }

    private static String cannotBeHere(Member member) {
        return member.address + " cannot be here: its interface has no carrier or does not exist";
    }

    private static String couldNotBeAdded(Member member) {
        return member.address + " could not be added to this host";
    }

    private String because(String why) {
        return "its group " + name + " moves together, and " + why;
    }

    /** With many aliases the bursts come one after the other, so that the first is older when the last has ended. */
    private boolean isFresh(Member member, Duration now) {
        Duration bursts = member.readiness.burst().multipliedBy(2);
        Duration each = bursts.compareTo(FRESH) > 0 ? bursts : FRESH;
        Duration fresh = each.multipliedBy(1 + members.size() / ASKED_TOGETHER);
        return now.minus(member.readiness.since()).compareTo(fresh) <= 0;
    }
}
