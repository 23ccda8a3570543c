package io.aliasdefender.doctor;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Witness;
import io.aliasdefender.payload.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Whether what proves this host's network answers now, for each family that has aliases. */
final class WitnessesCheck {
    private WitnessesCheck() {}

    static List<Diagnosis> look(Facts facts, Answers answers) {
        List<Diagnosis> found = new ArrayList<>();
        facts.settings().ifPresent(settings -> {
            for (boolean v6 : new boolean[] {false, true}) {
                if (settings.aliases().stream().map(AliasSpec::address).anyMatch(address -> address.v6() == v6)) {
                    judge(settings, v6, facts, answers, found);
                }
            }
        });
        return found;
    }

    private static void judge(Settings settings, boolean v6, Facts facts, Answers answers, List<Diagnosis> found) {
        String family = v6 ? "IPv6" : "IPv4";
        Set<IpAddress> all = Survey.witnesses(settings, facts.kernel());
        List<IpAddress> witnesses =
                all.stream().filter(witness -> witness.v6() == v6).toList();
        boolean othersCount = settings.witnesses().stream()
                .allMatch(witness -> witness instanceof Witness.Fixed named
                        && named.address().v6() != v6);
        if (othersCount) {
            // A list of addresses of the other family alone counts for both.
            witnesses = List.copyOf(all);
        }
        if (witnesses.isEmpty()) {
            found.add(Diagnosis.error(
                    "no " + family + " default router is known, so nothing can prove that the network works, and no "
                            + family + " alias is ever taken over",
                    "name something that always answers: `witnesses: [router, ADDRESS]`"));
            return;
        }
        List<IpAddress> silent =
                witnesses.stream().filter(witness -> !answers.alive(witness)).toList();
        if (answers.problem().isPresent() && !silent.isEmpty()) {
            return;
        }
        if (silent.size() == witnesses.size()) {
            found.add(Diagnosis.error(
                    "no " + family + " witness answers (" + list(silent) + "): nothing is taken over while that is so",
                    "ping " + silent.get(0) + "; let it answer, or name another one in `witnesses:`"));
        } else {
            witnesses.stream()
                    .filter(answers::alive)
                    .forEach(witness -> found.add(Diagnosis.ok("witness " + witness + " answers")));
            silent.forEach(witness -> found.add(Diagnosis.warning(
                    "witness " + witness + " does not answer; others do",
                    "ping " + witness + "; let it answer, or take it out of `witnesses:`")));
        }
    }

    private static String list(List<IpAddress> addresses) {
        return String.join(", ", addresses.stream().map(IpAddress::toString).toList());
    }
}
