package io.aliasdefender.core;

import io.aliasdefender.core.GroupMembers.Member;
import io.aliasdefender.core.Input.Grouped;
import io.aliasdefender.core.Input.Grouped.Call;
import io.aliasdefender.core.Readiness.MemberState;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.spec.AliasSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Aliases that are on one host together, or not at all. Each reports how it stands after every decision about it; here it
 * is decided, once for all of them, whether they are claimed, kept back, asked about again, or released. No clock and no
 * I/O. The work of a decision grows with the number of aliases that it is about, never with its square.
 */
public final class Group {
    /** So many aliases are asked about at once; of more, the last are asked so much later. */
    private static final int ASKED_TOGETHER = 128;
    /** Those that are ready wait so long for the others before all are asked again. */
    private static final Duration MOST_PATIENCE = Duration.ofMillis(500);
    /** The group leaves when one of it could not be added so often. */
    private static final int MOST_FAILURES = 3;

    private final String name;
    private final GroupMembers members = new GroupMembers();
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

    /**
     * The alias belongs to the group from now on. Nothing is decided yet: several may join at once, and none of them is
     * to be claimed as if it were alone.
     */
    public void join(AliasSpec spec, AliasState state) {
        members.join(spec, Readiness.of(state));
    }

    /**
     * Takes the report of an alias about which something was decided.
     *
     * @param evidence what is heard on its link, for who answers for it elsewhere
     * @return what others, or it, are to do now
     */
    public List<Order> report(AliasSpec spec, AliasState state, Evidence evidence, Duration now) {
        Readiness readiness = Readiness.of(state);
        Member member = members.find(spec.address()).orElseGet(() -> members.join(spec, readiness));
        if (member.reported(spec, readiness)) {
            return List.of();
        }
        members.report(member, spec, readiness);
        readiness
                .wonAt()
                .filter(at -> wonAt.filter(last -> last.compareTo(at) >= 0).isEmpty())
                .ifPresent(at -> wonAt = Optional.of(at));
        List<Order> orders = new ArrayList<>();
        if (member.memberState() == MemberState.ASKING) {
            askOthers(member, now, orders);
        }
        decide(evidence, now, orders);
        return orders;
    }

    /** The alias has left the group, or the configuration. */
    public void forget(IpAddress alias) {
        members.forget(alias);
    }

    public boolean isEmpty() {
        return members.size() == 0;
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
        Set<Member> here = members.those(MemberState.HERE);
        Optional<Member> own = members.find(alias);
        boolean others = here.size() > 1
                || here.size() == 1 && own.filter(here::contains).isEmpty();
        Optional<Member> leader = members.leader();
        return new GroupView(
                name,
                others,
                leader.isEmpty() || leader.equals(own),
                leader.map(member -> member.readiness().failedFailbacks()).orElse(0),
                wonAt,
                bar(member -> !member.address.equals(alias)).map(this::because),
                members.handingTo());
    }

    /** Why the others cannot be here whoever has them, as far as that is not for another host to decide. */
    private Optional<String> bar(Predicate<Member> counted) {
        return members.firstOf(MemberState.LEAVING, counted)
                .map(Group::isKeptOff)
                .or(() -> members.firstOf(MemberState.BLOCKED, counted).map(Group::cannotBeHere))
                .or(() -> members.firstOf(MemberState.OUT, counted).map(Group::isNotDefended));
    }

    /** What is found out about all of them should be of one age. */
    private void askOthers(Member asking, Duration now, List<Order> orders) {
        for (MemberState memberState : List.of(MemberState.OPEN, MemberState.ELSEWHERE)) {
            for (Member member : members.those(memberState)) {
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
        handOverTogether(orders);
        if (!members.held().isEmpty()) {
            leaveIfOneCannotBeHere(evidence, now, orders);
        }
        if (!members.ready().isEmpty()) {
            claimOrKeepBack(evidence, now, orders);
        }
    }

    /** One is being handed over: so are all. */
    private void handOverTogether(List<Order> orders) {
        members.handingTo().ifPresent(node -> {
            for (Member member : members.takeLeftBehind()) {
                member.told = true;
                orders.add(new Order(
                        member.address,
                        new Grouped(Call.HAND_OVER, "its group " + name + " moves together", Optional.of(node))));
            }
        });
    }

    private void leaveIfOneCannotBeHere(Evidence evidence, Duration now, List<Order> orders) {
        whyToLeave(evidence, now).ifPresent(why -> {
            members.takeHeld().forEach(member -> tell(member, Call.RELEASE, because(why), orders));
        });
    }

    private Optional<String> whyToLeave(Evidence evidence, Duration now) {
        Optional<String> leaving =
                members.firstOf(MemberState.LEAVING).map(member -> member.address + " leaves this host");
        return leaving.or(() -> members.firstOf(MemberState.BLOCKED).map(Group::cannotBeHere))
                .or(() -> members.failed().stream()
                        .filter(member -> member.readiness().failedClaims() >= MOST_FAILURES)
                        .findFirst()
                        .map(Group::couldNotBeAdded))
                .or(() -> onBetterHost(evidence, now));
    }

    /**
     * One is on a better-ranked host and stays there: after the patience the group goes to it. As with two holders of one
     * alias, the lower link-layer address decides while it is not known whose it is.
     */
    private Optional<String> onBetterHost(Evidence evidence, Duration now) {
        for (Member member : members.those(MemberState.ELSEWHERE)) {
            Optional<String> why = member.readiness().holder().flatMap(mac -> isBetter(mac, member, evidence));
            if (why.isPresent()) {
                Duration until = heldSince(member).plus(Timing.patience(member.spec()));
                if (now.compareTo(until) >= 0) {
                    return why;
                }
                wakeBy(until);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> isBetter(MacAddress mac, Member elsewhere, Evidence evidence) {
        AliasSpec spec = elsewhere.spec();
        String where = elsewhere.address + " is on " + Wording.of(mac, spec, evidence);
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
        Duration since = elsewhere.elsewhereSince();
        Duration here = members.held().iterator().next().readiness().since();
        return since.compareTo(here) > 0 ? since : here;
    }

    private void claimOrKeepBack(Evidence evidence, Duration now, List<Order> orders) {
        Optional<String> obstacle = obstacle(evidence);
        if (obstacle.isPresent()) {
            tellTheReady(Call.KEEP_BACK, because(obstacle.get()), orders);
        } else if (members.complete() && !isPermitted(evidence, now)) {
            // The lease is asked for now that all are ready, and what comes of it is told.
            return;
        } else if (!members.failed().isEmpty() && isPermitted(evidence, now)) {
            tryTheFailedFirst(orders);
        } else if (members.complete()) {
            boolean fresh = members.ready().stream().allMatch(member -> isFresh(member, now));
            tellTheReady(fresh ? Call.CLAIM : Call.ASK, "", orders);
        } else {
            waitForTheOthers(now, orders);
        }
    }

    private boolean isPermitted(Evidence evidence, Duration now) {
        return Leasing.allows(members.ready().iterator().next().spec(), evidence.permit(), now);
    }

    /** What could not be added the last time is tried by itself: the others wait for just that. */
    private void tryTheFailedFirst(List<Order> orders) {
        String others = because(couldNotBeAdded(members.failed().iterator().next()));
        for (Member member : members.takeReady()) {
            boolean goesFirst = member.readiness().failedClaims() > 0;
            tell(member, goesFirst ? Call.CLAIM : Call.KEEP_BACK, goesFirst ? "" : others, orders);
        }
    }

    /** The others have time for a burst or two, which may be long where packets get lost. */
    private void waitForTheOthers(Duration now, List<Order> orders) {
        Member oldest = members.ready().iterator().next();
        Duration interval = oldest.spec().policy().interval();
        Duration patience = interval.compareTo(MOST_PATIENCE) > 0 ? interval : MOST_PATIENCE;
        Duration until = oldest.readiness().since().plus(patience);
        if (now.compareTo(until) >= 0) {
            tellTheReady(Call.ASK, "", orders);
        } else {
            wakeBy(until);
        }
    }

    private void tellTheReady(Call call, String because, List<Order> orders) {
        members.takeReady().forEach(member -> tell(member, call, because, orders));
    }

    private void wakeBy(Duration time) {
        wakeAt = wakeAt.filter(earlier -> earlier.compareTo(time) <= 0).or(() -> Optional.of(time));
    }

    /** Why none may be claimed here now, whatever else is found out. */
    private Optional<String> obstacle(Evidence evidence) {
        return members.firstOf(MemberState.ELSEWHERE)
                .map(member -> member.address + " answers"
                        + member.readiness()
                                .holder()
                                .map(mac -> " from " + Wording.of(mac, member.spec(), evidence))
                                .orElse(" from another host"))
                .or(() -> bar(any -> true));
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
        Duration fresh = Timing.fresh(member.readiness().burst()).multipliedBy(1 + members.size() / ASKED_TOGETHER);
        return now.minus(member.readiness().since()).compareTo(fresh) <= 0;
    }
}
