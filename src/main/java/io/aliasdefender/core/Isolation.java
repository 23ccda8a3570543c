package io.aliasdefender.core;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.BurstResult;
import io.aliasdefender.core.probe.Tally;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Witnesses.Proof;
import java.util.Map;
import java.util.stream.Collectors;

/** The rule for whether a holder is cut off, judged from one burst at everybody. Only the alias's own link counts. */
final class Isolation {
    private Isolation() {}

    /** What a burst says about the link. Three values: where nobody could be asked, nothing is known. */
    enum Verdict {
        HEARD,
        CUT_OFF,
        NOT_KNOWN
    }

    static Verdict judge(Evidence evidence, BurstResult burst) {
        if (evidence.proof() == Proof.ANY_HOST && burst.overheard()) {
            return Verdict.HEARD;
        }
        boolean silent = false;
        for (Map.Entry<IpAddress, Tally> host : burst.hosts().entrySet()) {
            if (host.getValue().heardOverLink()) {
                return Verdict.HEARD;
            }
            // A host that answers by way of another link alone is no proof against this one.
            boolean asked = host.getValue().silent() || host.getValue().alive();
            silent |= asked && evidence.counts(host.getKey());
        }
        // Where the network needs no proof, its silence is none against it.
        return silent && evidence.proof() != Proof.NOT_NEEDED ? Verdict.CUT_OFF : Verdict.NOT_KNOWN;
    }

    /** Who was silent, for the sentence. */
    static String silentHosts(AliasSpec spec, Evidence evidence, BurstResult burst) {
        return burst.hosts().keySet().stream()
                .filter(evidence::counts)
                .map(host -> Wording.nameOf(host, spec, evidence))
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
