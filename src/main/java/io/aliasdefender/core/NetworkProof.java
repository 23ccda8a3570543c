package io.aliasdefender.core;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.Tally;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Witnesses.Proof;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a burst in which the alias was silent proves that the own network works, and what is wrong where it does not. */
final class NetworkProof {
    private final AliasSpec spec;
    private final Evidence evidence;
    private final BurstResult burst;

    NetworkProof(AliasSpec spec, Evidence evidence, BurstResult burst) {
        this.spec = spec;
        this.evidence = evidence;
        this.burst = burst;
    }

    /**
     * One that answered over the alias's own link while the alias was silent: from the first of the rounds that count,
     * for before them the network may have been down, to the last, for it may have failed since.
     */
    Optional<String> answeringWitness() {
        for (Map.Entry<IpAddress, String> witness : evidence.witnesses().entrySet()) {
            Tally tally = burst.hosts().get(witness.getKey());
            if (tally != null && tally.closing() > 0 && tally.heardThroughout()) {
                return Optional.of(Wording.answers(witness.getValue(), tally));
            }
        }
        return switch (evidence.proof()) {
            case ANSWER -> Optional.empty();
            case ANY_HOST -> anyHost();
            case NOT_NEEDED -> Optional.of("our own network needs no proof (witnesses: none)");
        };
    }

    /** Whoever is heard over the link proves that it works, as late in the burst as a witness must. */
    private Optional<String> anyHost() {
        return burst.hosts().entrySet().stream()
                .filter(host -> host.getValue().closing() > 0 && host.getValue().heardThroughout())
                .map(host -> Wording.answers(Wording.nameOf(host.getKey(), spec, evidence), host.getValue()))
                .sorted()
                .findFirst()
                .or(() -> burst.overheard()
                        ? Optional.of("others are heard on " + spec.placement().interfaceName())
                        : Optional.empty());
    }

    /** What follows where there is none. */
    TakeoverVerdict missing(String silent) {
        List<String> notAsked = new ArrayList<>();
        List<String> asked = new ArrayList<>();
        List<String> ceased = new ArrayList<>();
        List<String> elsewhere = new ArrayList<>();
        List<String> late = new ArrayList<>();
        evidence.witnesses().forEach((address, words) -> {
            Tally tally = burst.hosts().get(address);
            if (tally == null || tally.unasked()) {
                notAsked.add(words);
            } else if (tally.silent()) {
                asked.add(words);
            } else if (tally.closing() > 0 && tally.heardOverLink()) {
                late.add(words);
            } else {
                (tally.heardOverLink() ? ceased : elsewhere).add(words);
            }
        });
        if (evidence.witnesses().isEmpty() && evidence.proof() == Proof.ANY_HOST) {
            return new TakeoverVerdict.NetworkDown(silent + ", and nobody is heard on "
                    + spec.placement().interfaceName() + ": switch/network down? Not taking over");
        }
        if (evidence.witnesses().isEmpty()) {
            return new TakeoverVerdict.NoWitness(silent + ", but no default router is known on "
                    + spec.placement().interfaceName()
                    + " that could prove our own network; not taking over (list `witnesses:` to ask others)");
        }
        if (!late.isEmpty()) {
            return new TakeoverVerdict.WitnessNotAsked(silent + ", but " + String.join(" and ", late)
                    + " was not heard until late: our own network may have been down before; not taking over yet");
        }
        if (!ceased.isEmpty()) {
            return new TakeoverVerdict.NetworkDown(silent + ", and " + String.join(" and ", ceased)
                    + " answered at first but not to the last questions: switch/network down? Not taking over");
        }
        if (asked.isEmpty() && !elsewhere.isEmpty()) {
            return new TakeoverVerdict.NoWitness(silent + ", but " + String.join(" and ", elsewhere)
                    + " answers by way of another interface only, which proves nothing about "
                    + spec.placement().interfaceName() + "; not taking over");
        }
        if (asked.isEmpty()) {
            return new TakeoverVerdict.WitnessNotAsked(silent + ", but " + String.join(" and ", notAsked)
                    + " could not be asked whether our own network works; not taking over");
        }
        return new TakeoverVerdict.NetworkDown(
                silent + ", but so is " + String.join(" and ", asked) + ": switch/network down? Not taking over");
    }
}
