package io.aliasdefender.core;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.probe.ReachResult;
import io.aliasdefender.core.probe.ReachResult.Answers;
import io.aliasdefender.core.probe.ReachResult.Pair;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The rule for whether the network drops the frames of the alias, judged from questions from it and from the own address. */
final class Reach {
    /** Loss alone leaves all questions from the alias without an answer in so many checks; two in a row are wanted. */
    private static final double ERROR = 1e-4;

    private Reach() {}

    /** Three values: where nobody answers the host's own address either, nothing is known of the alias. */
    enum Verdict {
        HEARD,
        FILTERED,
        NOT_KNOWN
    }

    /**
     * What was found.
     *
     * @param by the host that answers the own address alone
     * @param pair its answers
     */
    record Finding(Verdict verdict, Optional<IpAddress> by, Pair pair) {
        private static final Pair NOTHING = new Pair(0, 0, 0);

        private static Finding of(Verdict verdict) {
            return new Finding(verdict, Optional.empty(), NOTHING);
        }
    }

    static Finding judge(ReachResult result) {
        Finding echo = judge(result.hosts(), Answers::echo);
        // An echo answer needs what clients need: the alias's own frames, and its answers to ARP. Where nobody answers
        // echoes, not even the own address, an answer to ARP from the alias is the best there is.
        boolean echoes = result.hosts().values().stream()
                .anyMatch(answers -> answers.echo().own() + answers.echo().alias() > 0);
        return echoes ? echo : judge(result.hosts(), Answers::neighbour);
    }

    private static Finding judge(Map<IpAddress, Answers> hosts, Function<Answers, Pair> kind) {
        Finding finding = Finding.of(Verdict.NOT_KNOWN);
        for (Map.Entry<IpAddress, Answers> host : hosts.entrySet()) {
            Pair pair = kind.apply(host.getValue());
            if (pair.alias() > 0) {
                return Finding.of(Verdict.HEARD);
            }
            boolean more =
                    finding.by().filter(by -> by.compareTo(host.getKey()) < 0).isEmpty();
            if (certain(pair) && more) {
                finding = new Finding(Verdict.FILTERED, Optional.of(host.getKey()), pair);
            }
        }
        return finding;
    }

    /** Whether so many answers cannot have been lost, as the answers to the own address show how many are. */
    private static boolean certain(Pair pair) {
        double lost = 1 - (double) pair.own() / Math.max(pair.asked(), 1);
        return pair.own() > 0 && Math.pow(lost, pair.asked()) <= ERROR;
    }
}
