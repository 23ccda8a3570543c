package io.aliasdefender.core;

import io.aliasdefender.core.AliasState.Answer;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.probe.Tally;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Node;
import java.time.Duration;
import java.util.Optional;

/** The words that sentences are made of. */
public final class Wording {
    private Wording() {}

    /** A duration as a person would say it: {@code 0.2 ms}, {@code 41 ms}, {@code 3.1 s}, {@code 2 min 5 s}. */
    public static String of(Duration duration) {
        // By hand: sentences are built at every turn, and a format string is parsed anew each time.
        double millis = duration.toNanos() / 1e6;
        if (millis < 9.95) {
            return tenths(millis) + " ms";
        }
        if (millis < 999.5) {
            return Math.round(millis) + " ms";
        }
        if (millis < 59_950) {
            return tenths(millis / 1000).replace(".0", "") + " s";
        }
        if (duration.toHours() >= 1) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }

    private static String tenths(double value) {
        long tenths = Math.round(value * 10);
        return tenths / 10 + "." + tenths % 10;
    }

    /** Why a command failed; empty: it did not. */
    static Optional<String> failure(CommandResult result) {
        return result.fold(
                done -> Optional.empty(),
                failed -> Optional.of(failed.why()),
                late -> Optional.of("'" + late.command() + "' was ended after " + of(late.took())));
    }

    /** A node as seen from this host: {@code partner web1 (192.0.2.11)} where there are only two. */
    static String of(Node node, AliasSpec spec) {
        String name = node.name() + " (" + node.address() + ")";
        return spec.ranking().size() == 2 ? "partner " + name : name;
    }

    /** Who a link-layer address belongs to; nobody is called a stranger before all nodes are known. */
    static String of(MacAddress mac, AliasSpec spec, Evidence evidence) {
        return evidence.whose(mac, spec.others())
                .fold(
                        node -> node.name() + " (" + mac + ")",
                        () -> "a host that is no node of ours (" + mac + ")",
                        mac::toString);
    }

    /** Who answered. */
    static String of(Answer answer, AliasSpec spec, Evidence evidence) {
        return "answers" + (answer.rtt().isZero() ? "" : " in " + of(answer.rtt()))
                + answer.mac().map(mac -> " from " + of(mac, spec, evidence)).orElse("");
    }

    /** {@code secondary: 192.0.2.100 silent for 41 ms (20 probes)}. */
    static String silence(AliasSpec spec, Optional<Answer> answer, Tally tally, Duration now) {
        String since = answer.map(last -> " for " + of(now.minus(last.at()))).orElse("");
        return spec.role() + ": " + spec.address() + " silent" + since + " (" + tally.sent() + " probes)";
    }

    /** {@code router 192.0.2.1 answers in 0.2 ms}. */
    static String answers(String what, Tally tally) {
        return what + " answers" + tally.rtt().map(rtt -> " in " + of(rtt)).orElse("");
    }

    /** A host's name in a sentence: a witness's words, else the node's name, else the address. */
    static String nameOf(IpAddress host, AliasSpec spec, Evidence evidence) {
        return Optional.ofNullable(evidence.witnesses().get(host))
                .or(() -> spec.others().stream()
                        .filter(node -> node.address().equals(host))
                        .findFirst()
                        .map(node -> of(node, spec)))
                .orElse(host.toString());
    }
}
