package io.aliasdefender.sim;

import io.aliasdefender.core.Action;
import io.aliasdefender.core.AliasState;
import io.aliasdefender.core.AliasState.Taking;
import io.aliasdefender.core.ChangedState;
import io.aliasdefender.core.Decision;
import io.aliasdefender.core.Evidence;
import io.aliasdefender.core.Failover;
import io.aliasdefender.core.GroupView;
import io.aliasdefender.core.Input;
import io.aliasdefender.core.Phase.HandingOver;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.told.Word;
import io.aliasdefender.core.told.Word.Outcome;
import io.aliasdefender.link.protocol.Decoder;
import io.aliasdefender.link.protocol.Encoder;
import io.aliasdefender.link.protocol.Header;
import io.aliasdefender.link.protocol.Message;
import io.aliasdefender.sim.SimLink.Expected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Mutations of what nodes tell each other over the link. */
final class LinkMutations {
    private static final Duration LONG = Duration.ofSeconds(10);

    private LinkMutations() {}

    /** Another word of another node. */
    static Variant onWord(BiFunction<Word, Duration, Word> change) {
        return CoreMutations.core((state, input, spec, evidence, now) -> {
            if (!(input instanceof Input.Linked linked)) {
                return Failover.decide(state, input, spec, evidence, now);
            }
            Word word = change.apply(linked.word(), now);
            Map<Node, Word> words = new HashMap<>(evidence.words());
            words.put(linked.node(), word);
            return Failover.decide(state, new Input.Linked(linked.node(), word), spec, evidence.told(words), now);
        });
    }

    /** What was withdrawn long ago is taken, too. */
    static Word standing(Word word, Duration now) {
        return new Word(word.said(), word.offer().map(offer -> new Word.Offer(offer.id(), LONG)), word.reply(), now);
    }

    /** A burst is judged as if nobody had said anything. */
    static Variant withoutWordsOfABurst() {
        return CoreMutations.core((state, input, spec, evidence, now) -> Failover.decide(
                state, input, spec, input instanceof Input.BurstEnded ? evidence.told(Map.of()) : evidence, now));
    }

    static Variant onTaking(UnaryOperator<Taking> change) {
        return CoreMutations.onDecision(decision -> new Decision(
                ChangedState.of(decision.next())
                        .taking(decision.next().taking().map(change))
                        .state(),
                decision.actions(),
                decision.said(),
                decision.wakeAt()));
    }

    /** It is said that it was taken before the kernel has it. */
    static Taking takenAtOnce(Taking taking) {
        return taking.outcome().isEmpty()
                ? new Taking(taking.from(), taking.id(), taking.until(), Optional.of(Outcome.TAKEN))
                : taking;
    }

    /** The one that handed it over may have it beside this host for ever. */
    static Taking expectedForEver(Taking taking) {
        return new Taking(taking.from(), taking.id(), taking.until().plus(LONG), taking.outcome());
    }

    /** A holder lets go when it offers. */
    static Variant lettingGoFirst() {
        return CoreMutations.core((state, input, spec, evidence, now) -> {
            Decision decision = Failover.decide(state, input, spec, evidence, now);
            boolean offers = decision.next().phase() instanceof HandingOver && CoreMutations.holds(state);
            List<Action> actions = new ArrayList<>(decision.actions());
            if (offers) {
                actions.add(new Action.Remove(decision.next().commands(), spec.placement()));
            }
            return new Decision(decision.next(), actions, decision.said(), decision.wakeAt());
        });
    }

    /** A holder believes that it was taken as soon as it has offered it. */
    static Variant believingAtOnce() {
        return CoreMutations.core((state, input, spec, evidence, now) -> {
            boolean offers = state.phase() instanceof HandingOver handing
                    && handing.takenAt().isEmpty();
            AliasState taken = offers ? believing(state, (HandingOver) state.phase(), now) : state;
            return Failover.decide(taken, input, spec, evidence, now);
        });
    }

    private static AliasState believing(AliasState state, HandingOver handing, Duration now) {
        return ChangedState.of(state)
                .phase(new HandingOver(
                        handing.since(),
                        handing.to(),
                        handing.offer(),
                        handing.until(),
                        handing.latest(),
                        handing.answeredAt(),
                        Optional.of(now),
                        handing.plan(),
                        handing.before()))
                .state();
    }

    static boolean isTaken(Input input) {
        return input instanceof Input.Linked linked
                && linked.word()
                        .reply()
                        .filter(reply -> reply.outcome() == Outcome.TAKEN)
                        .isPresent();
    }

    /** The others of a group are handed over to another node than the first one. */
    static Variant toTheLast() {
        return CoreMutations.core((state, input, spec, evidence, now) -> {
            boolean together = input instanceof Input.Grouped grouped && grouped.call() == Input.Grouped.Call.HAND_OVER;
            List<Node> others = spec.others();
            Input changed = together
                    ? new Input.Grouped(
                            Input.Grouped.Call.HAND_OVER,
                            ((Input.Grouped) input).because(),
                            Optional.of(others.get(others.size() - 1)))
                    : input;
            // And where the others of the group are going is not known.
            Evidence apart = evidence.group()
                    .map(group -> evidence.inGroup(new GroupView(
                            group.name(),
                            group.here(),
                            group.leads(),
                            group.failedFailbacks(),
                            group.wonAt(),
                            group.bar(),
                            Optional.empty())))
                    .orElse(evidence);
            return Failover.decide(state, changed, spec, apart, now);
        });
    }

    /** Messages are taken for others than they are, as if they had been signed so. */
    static Variant onHeader(BiFunction<Header, Expected, Header> change) {
        return new Variant() {
            @Override
            public boolean looksAtMessages() {
                return true;
            }

            @Override
            public byte[] heard(byte[] bytes, Expected expected) {
                return Decoder.decode(bytes, bytes.length, SimLink.signing())
                        .found()
                        .map(message -> Encoder.encode(
                                new Message(change.apply(message.header(), expected), message.body()),
                                SimLink.signing()))
                        .orElse(bytes);
            }
        };
    }

    /** What was heard before counts once more, and also what an earlier life said. */
    static Header next(Header header, Expected expected) {
        boolean old = header.boot() != expected.peerBoot() || header.counter() <= expected.peerCounter();
        return old && expected.peerBoot() != 0
                ? with(header, expected.peerBoot(), expected.peerCounter() + 1, header.echoBoot(), header.echoCounter())
                : header;
    }

    /** The same, and every message is taken for an answer to the newest of this host. */
    static Header answering(Header header, Expected expected) {
        Header next = next(header, expected);
        return with(next, next.boot(), next.counter(), expected.boot(), expected.counter());
    }

    private static Header with(Header header, long boot, long counter, long echoBoot, long echoCounter) {
        return new Header(
                header.keyId(),
                header.otherKeyId(),
                header.rank(),
                header.spacingMillis(),
                header.lossPercent(),
                header.wantsWhole(),
                header.cluster(),
                header.sender(),
                header.path(),
                boot,
                counter,
                echoBoot,
                echoCounter,
                header.echoDelayMicros());
    }
}
