package io.aliasdefender.core;

import io.aliasdefender.core.fit.Fitness;
import io.aliasdefender.core.lease.Permit;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.ProbeOutcome;
import io.aliasdefender.core.probe.Tally;
import io.aliasdefender.core.spec.Node;
import io.aliasdefender.core.spec.Witnesses;
import io.aliasdefender.core.spec.Witnesses.Proof;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Word;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What this host has heard, over one link, of the nodes and the witnesses.
 *
 * @param hosts by address; what was heard over another link is not among it
 * @param witnesses what is to be asked whether our own network works, with the words for it in a sentence
 *     ({@code router 192.0.2.1})
 * @param proof what besides an answer of one of them proves it
 * @param voidBefore answers up to this moment prove nothing any more: the start, the last link-up, the last stall
 * @param identity who is who on the link
 * @param words what the other nodes told about the alias over the node link
 * @param group how the alias's group stands on this host; empty: it moves on its own
 * @param fitness what the checks say about this host and the alias, or its whole group
 * @param permit what the lease of the alias, or of its group, permits this host
 */
public record Evidence(
        Map<IpAddress, HostEvidence> hosts,
        Map<IpAddress, String> witnesses,
        Proof proof,
        Duration voidBefore,
        Identity identity,
        Map<Node, Word> words,
        Optional<GroupView> group,
        Fitness fitness,
        Permit permit) {
    /** The maps are not copied: one of them is made anew at every probe as it is. */
    public Evidence {}

    /** Nothing heard yet. */
    public static Evidence none(Duration now) {
        return new Evidence(
                Map.of(),
                Map.of(),
                Proof.ANSWER,
                now,
                Identity.NOBODY,
                Map.of(),
                Optional.empty(),
                Fitness.FIT,
                Permit.NOT_NEEDED);
    }

    /**
     * The same with one more outcome.
     *
     * @param round whether it ends a steady round, and so counts for the loss
     */
    public Evidence heard(IpAddress host, ProbeOutcome outcome, Duration now, boolean round) {
        Map<IpAddress, HostEvidence> more = new HashMap<>(hosts);
        more.put(host, of(host).and(outcome, now, round));
        return new Evidence(more, witnesses, proof, voidBefore, identity, words, group, fitness, permit);
    }

    /** The same with other witnesses, in the order in which they are to be named. */
    public Evidence with(Map<IpAddress, String> otherWitnesses) {
        return new Evidence(
                hosts, new LinkedHashMap<>(otherWitnesses), proof, voidBefore, identity, words, group, fitness, permit);
    }

    /** The same with other witnesses. */
    public Evidence with(Witnesses others) {
        return new Evidence(
                hosts,
                new LinkedHashMap<>(others.named()),
                others.proof(),
                voidBefore,
                identity,
                words,
                group,
                fitness,
                permit);
    }

    /** The same, but everything heard until now proves nothing about now. */
    public Evidence voided(Duration now) {
        return new Evidence(hosts, witnesses, proof, now, identity, words, group, fitness, permit);
    }

    /** The same without what was heard of hosts that nobody asks about any more. */
    public Evidence onlyAbout(Collection<IpAddress> wanted) {
        Map<IpAddress, HostEvidence> fewer = new HashMap<>(hosts);
        fewer.keySet().retainAll(wanted);
        return new Evidence(fewer, witnesses, proof, voidBefore, identity, words, group, fitness, permit);
    }

    /** The same with what is known of the link-layer addresses on the link. */
    public Evidence knowing(Identity who) {
        return new Evidence(hosts, witnesses, proof, voidBefore, who, words, group, fitness, permit);
    }

    /** The same for an alias of a group. */
    public Evidence inGroup(GroupView view) {
        return new Evidence(hosts, witnesses, proof, voidBefore, identity, words, Optional.of(view), fitness, permit);
    }

    /** The same with what the other nodes told about one alias. */
    public Evidence told(Map<Node, Word> what) {
        return what.isEmpty() && words.isEmpty()
                ? this
                : new Evidence(hosts, witnesses, proof, voidBefore, identity, what, group, fitness, permit);
    }

    /** The same where the checks say this. */
    public Evidence fit(Fitness checked) {
        return checked.equals(fitness)
                ? this
                : new Evidence(hosts, witnesses, proof, voidBefore, identity, words, group, checked, permit);
    }

    /** The same where the lease permits this. */
    public Evidence permitted(Permit other) {
        return other.equals(permit)
                ? this
                : new Evidence(hosts, witnesses, proof, voidBefore, identity, words, group, fitness, other);
    }

    /** Whether a node offers the alias to this host at that moment. */
    boolean isOffered(Duration now) {
        return words.values().stream().anyMatch(word -> word.offersAt(now));
    }

    /**
     * What the other nodes told after a moment.
     *
     * @param held the moment for what a node says that has the alias and is well
     */
    Map<Node, Word> wordsSince(Duration since, Duration held) {
        return words.entrySet().stream()
                .filter(entry -> {
                    Word word = entry.getValue();
                    return word.provedAt().compareTo(word.said().holdsWell() ? held : since) >= 0;
                })
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    public HostEvidence of(IpAddress host) {
        return hosts.getOrDefault(host, HostEvidence.NOTHING);
    }

    /** Whether some host answered in its newest round, and since the evidence was last void. */
    public boolean somebodyAnswers() {
        return hosts.values().stream().anyMatch(hostEvidence -> hostEvidence.answers() && isOfNow(hostEvidence));
    }

    /** Whether a witness answers on the link. */
    Known hearsWitness() {
        boolean silent = false;
        for (IpAddress witness : witnesses.keySet()) {
            HostEvidence hostEvidence = of(witness);
            if (hostEvidence.answers() && isOfNow(hostEvidence)) {
                return Known.YES;
            }
            silent |= hostEvidence.missesInRow() > 0;
        }
        return switch (proof) {
            case ANSWER -> silent ? Known.NO : Known.UNKNOWN;
            case ANY_HOST -> somebodyAnswers() ? Known.YES : silent || everybodySilent() ? Known.NO : Known.UNKNOWN;
            case NOT_NEEDED -> Known.YES;
        };
    }

    private boolean isOfNow(HostEvidence hostEvidence) {
        return hostEvidence
                .repliedAt()
                .filter(at -> at.compareTo(voidBefore) > 0)
                .isPresent();
    }

    /**
     * Whether some host was silent in its newest round and none answered in its own. A host that could not be asked
     * counts for neither: it may have been heard long ago.
     */
    public boolean everybodySilent() {
        boolean silent = false;
        for (HostEvidence hostEvidence : hosts.values()) {
            if (hostEvidence.answers()) {
                return false;
            }
            silent |= hostEvidence.missesInRow() > 0;
        }
        return silent;
    }

    /** Whether a host that was silent in a burst counts: it is a witness, or was heard or asked on this link before. */
    boolean counts(IpAddress host) {
        return witnesses.containsKey(host) || of(host).known();
    }

    /** Whether a burst needs no answer of a witness: somebody else was heard where that counts, or nothing is wanted. */
    boolean proven(BurstResult burst) {
        return switch (proof) {
            case ANSWER -> false;
            case ANY_HOST ->
                burst.overheard() || burst.hosts().values().stream().anyMatch(Tally::heardThroughout);
            case NOT_NEEDED -> true;
        };
    }

    /** Whether a link-layer address of the node is known on this link. */
    boolean knows(Node node) {
        return identity.macOf(node).isPresent();
    }

    /** What a link-layer address means, when these are all the nodes besides this host. */
    public MacOwner whose(MacAddress mac, Collection<Node> others) {
        return identity.whose(mac, others);
    }

    /** The one of these nodes whose link-layer address it is. */
    public Optional<Node> nodeOf(MacAddress mac, Collection<Node> nodes) {
        return identity.whose(mac, nodes).node();
    }

    /** The share of rounds lost on the way to the witness that answers best, 0 to 1. */
    public double loss() {
        return witnesses.keySet().stream()
                .map(hosts::get)
                .filter(hostEvidence ->
                        hostEvidence != null && hostEvidence.repliedAt().isPresent())
                .mapToDouble(HostEvidence::loss)
                .min()
                .orElse(0);
    }
}
