package io.aliasdefender.core;

import io.aliasdefender.core.Readiness.MemberState;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The aliases of a group by how they stand, so that finding those of one standing needs no search among all of them. */
final class GroupMembers {
    private final Map<IpAddress, Member> members = new LinkedHashMap<>();
    private final Map<MemberState, Set<Member>> byState = new EnumMap<>(MemberState.class);
    /** Those that are ready and have not been told what follows. */
    private final Set<Member> ready = new LinkedHashSet<>();
    /** Those here that have not been told to leave. */
    private final Set<Member> held = new LinkedHashSet<>();
    /** Those that could not be added the last time. */
    private final Set<Member> failed = new LinkedHashSet<>();
    /** Those that are being handed over to another node. */
    private final Set<Member> handing = new LinkedHashSet<>();
    /** Those that are, or were a moment ago, while others of them still are. */
    private final Set<Member> handed = new LinkedHashSet<>();

    /** One alias, and what it was told last; by identity. */
    static final class Member {
        final IpAddress address;
        private AliasSpec spec;
        private Readiness readiness;
        /** It was told something about its present standing, and has not reported since. */
        boolean told;
        /** Since when another host has it, whatever is being asked about it meanwhile; empty: none does. */
        private Optional<Duration> elsewhereSince = Optional.empty();
        /** It has not reported since it joined. */
        private boolean joined = true;

        private Member(IpAddress address, AliasSpec spec, Readiness readiness) {
            this.address = address;
            this.spec = spec;
            this.readiness = readiness;
        }

        AliasSpec spec() {
            return spec;
        }

        Readiness readiness() {
            return readiness;
        }

        MemberState memberState() {
            return readiness.memberState();
        }

        /** Since when another host has it, or else how it stands. */
        Duration elsewhereSince() {
            return elsewhereSince.orElse(readiness.since());
        }

        private void takes(Readiness next) {
            boolean stillElsewhere = elsewhereSince.isPresent() && (next.elsewhere() || next.asks());
            elsewhereSince =
                    stillElsewhere ? elsewhereSince : next.elsewhere() ? Optional.of(next.since()) : Optional.empty();
            readiness = next;
        }

        /** Whether a report would say nothing new. */
        boolean reported(AliasSpec again, Readiness same) {
            return !joined && readiness.equals(same) && spec.equals(again);
        }
    }

    Member join(AliasSpec spec, Readiness readiness) {
        forget(spec.address());
        Member member = new Member(spec.address(), spec, readiness);
        members.put(spec.address(), member);
        file(member);
        return member;
    }

    void report(Member member, AliasSpec spec, Readiness readiness) {
        drop(member);
        member.spec = spec;
        member.takes(readiness);
        member.told = false;
        member.joined = false;
        file(member);
    }

    void forget(IpAddress alias) {
        Member member = members.remove(alias);
        if (member != null) {
            drop(member);
        }
    }

    private void file(Member member) {
        those(member.memberState()).add(member);
        if (member.memberState() == MemberState.READY) {
            ready.add(member);
        }
        if (member.readiness.held()) {
            held.add(member);
        }
        if (member.readiness.failedClaims() > 0) {
            failed.add(member);
        }
        if (member.readiness.handingTo().isPresent()) {
            handing.add(member);
            handed.add(member);
        } else if (handing.isEmpty()) {
            handed.clear();
        }
    }

    private void drop(Member member) {
        those(member.memberState()).remove(member);
        ready.remove(member);
        held.remove(member);
        failed.remove(member);
        handing.remove(member);
    }

    Optional<Member> find(IpAddress alias) {
        return Optional.ofNullable(members.get(alias));
    }

    /** The one that joined first decides for the group where only one can. */
    Optional<Member> leader() {
        return first(members.values());
    }

    int size() {
        return members.size();
    }

    Set<Member> those(MemberState memberState) {
        return byState.computeIfAbsent(memberState, none -> new LinkedHashSet<>());
    }

    Optional<Member> firstOf(MemberState memberState) {
        return first(those(memberState));
    }

    Optional<Member> firstOf(MemberState memberState, Predicate<Member> counted) {
        for (Member member : those(memberState)) {
            if (counted.test(member)) {
                return Optional.of(member);
            }
        }
        return Optional.empty();
    }

    private static Optional<Member> first(Collection<Member> members) {
        return members.isEmpty()
                ? Optional.empty()
                : Optional.of(members.iterator().next());
    }

    Set<Member> ready() {
        return ready;
    }

    Set<Member> held() {
        return held;
    }

    Set<Member> failed() {
        return failed;
    }

    /** To which node aliases of the group are being handed over. */
    Optional<Node> handingTo() {
        return handing.stream().findFirst().flatMap(member -> member.readiness().handingTo());
    }

    /** Those here that have not been handed over with the others; each once, so that what is refused is kept. */
    List<Member> takeLeftBehind() {
        List<Member> left =
                held.stream().filter(member -> !handed.contains(member)).toList();
        handed.addAll(left);
        return left;
    }

    /** Those that are ready; they count as told from now on. */
    List<Member> takeReady() {
        List<Member> told = List.copyOf(ready);
        ready.clear();
        return told;
    }

    /** Those here; they count as told to leave from now on. */
    List<Member> takeHeld() {
        List<Member> leaving = List.copyOf(held);
        held.clear();
        return leaving;
    }

    /** Every alias is here, or ready to be. */
    boolean complete() {
        return those(MemberState.HERE).size() + those(MemberState.READY).size() == members.size();
    }
}
