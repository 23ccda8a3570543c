package io.aliasdefender.core;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Placement;
import io.aliasdefender.core.told.Word;
import io.aliasdefender.core.told.Word.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/** The aliases of one group on one host, each with its {@link Rehearsal}, and the {@link Group} that decides for them. */
final class GroupRehearsal {
    final Group group = new Group("web");
    final List<Rehearsal> members = new ArrayList<>();
    private final Map<IpAddress, Rehearsal> byAddress = new HashMap<>();
    /** All that was asked for in this turn, whichever alias it is about. */
    final List<Action> actions = new ArrayList<>();
    /** How many decisions about an alias there were. */
    long decisions;

    private GroupRehearsal() {}

    static GroupRehearsal of(boolean primary, int aliases) {
        GroupRehearsal rehearsal = new GroupRehearsal();
        for (int i = 0; i < aliases; i++) {
            Rehearsal member = primary ? Rehearsal.primary() : Rehearsal.secondary();
            AliasSpec alone = member.spec;
            Placement placement = new Placement(
                    Cidr.of("192.0." + (2 + (100 + i) / 256) + "." + (100 + i) % 256 + "/16"),
                    "eth0",
                    Optional.empty());
            member.spec = new AliasSpec(placement, alone.ranking(), alone.self(), alone.policy(), Optional.of("web"));
            rehearsal.members.add(member);
            rehearsal.byAddress.put(member.spec.address(), member);
        }
        rehearsal.eachOnce(new Input.Observed(false, List.of(), true));
        return rehearsal;
    }

    private record Waiting(Rehearsal member, Input input) {}

    /** Feeds one alias, and then whichever the group has orders for. */
    GroupRehearsal input(int alias, Input input) {
        actions.clear();
        feed(members.get(alias), input);
        return this;
    }

    /** Feeds all of them, one after the other. */
    GroupRehearsal eachOnce(Input input) {
        actions.clear();
        members.forEach(member -> feed(member, input));
        return this;
    }

    /** All of them are here, and it is certain that nobody else has them. */
    GroupRehearsal held() {
        eachOnce(new Input.Observed(true, List.of(), true));
        for (int alias = 0; alias < members.size(); alias++) {
            Rehearsal member = members.get(alias);
            Input end = member.burstResult(false, Optional.empty(), Rehearsal.ROUTER);
            member.after(Duration.ofMillis(50));
            input(alias, end);
        }
        return this;
    }

    /** A node says over the node link what has become of an offer. */
    GroupRehearsal told(int alias, Node node, Word.Reply reply) {
        Rehearsal member = members.get(alias);
        return input(
                alias,
                new Input.Linked(
                        node,
                        new Word(
                                reply.outcome() == Outcome.TAKEN ? Rehearsal.HAS_IT : Rehearsal.READY,
                                Optional.empty(),
                                Optional.of(reply),
                                member.now)));
    }

    private void feed(Rehearsal first, Input input) {
        Deque<Waiting> queue = new ArrayDeque<>(List.of(new Waiting(first, input)));
        for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
            Rehearsal member = next.member();
            member.evidence = member.evidence.inGroup(group.view(member.spec.address()));
            member.input(next.input());
            decisions++;
            actions.addAll(member.actions);
            queue(queue, group.report(member.spec, member.state, member.evidence, member.now));
        }
    }

    private void queue(Deque<Waiting> queue, List<Group.Order> orders) {
        orders.forEach(order -> queue.add(new Waiting(named(order.member()), order.input())));
    }

    private Rehearsal named(IpAddress alias) {
        return Objects.requireNonNull(byAddress.get(alias), () -> alias + " is none of the group");
    }

    /** The group's own deadline. */
    GroupRehearsal tick() {
        actions.clear();
        for (Group.Order order : group.tick(members.get(0).evidence, members.get(0).now)) {
            feed(named(order.member()), order.input());
        }
        return this;
    }

    GroupRehearsal after(Duration time) {
        members.forEach(member -> member.after(time));
        return this;
    }

    /** The burst that each of these waits for ends; these answered. */
    GroupRehearsal burstsEnd(int from, int to, Object... answering) {
        actions.clear();
        IntStream.range(from, to).forEach(i -> {
            Rehearsal member = members.get(i);
            Duration before = member.now;
            Input result = member.burstResult(false, Optional.of(Rehearsal.MAC2), answering);
            member.now = before.plus(Duration.ofMillis(50));
            feed(member, result);
        });
        IntStream.range(0, members.size())
                .filter(i -> i < from || i >= to)
                .forEach(i -> members.get(i).after(Duration.ofMillis(50)));
        return this;
    }

    long adds() {
        return actions.stream().filter(Action.Add.class::isInstance).count();
    }

    long removes() {
        return actions.stream().filter(Action.Remove.class::isInstance).count();
    }

    Rehearsal member(int alias) {
        return members.get(alias);
    }
}
