package io.aliasdefender.doctor;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Witnesses;
import io.aliasdefender.payload.Settings;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whether what proves this host's network answers now, for each interface and family that has aliases. */
final class WitnessesCheck {
    private WitnessesCheck() {}

    /** Where aliases are, and by whom that is proved. */
    private record Place(String linkName, boolean v6, Witnesses witnesses) {
        private String family() {
            return v6 ? "IPv6" : "IPv4";
        }
    }

    static List<Diagnosis> examine(Facts facts, NetworkAnswers answers) {
        Set<Diagnosis> found = new LinkedHashSet<>();
        facts.settings().ifPresent(settings -> {
            Set<Place> judged = new HashSet<>();
            for (AliasSpec alias : settings.aliases()) {
                Place place = place(alias, settings, facts);
                if (judged.add(place)) {
                    judge(place, answers, found);
                }
            }
        });
        return List.copyOf(found);
    }

    private static Place place(AliasSpec alias, Settings settings, Facts facts) {
        return new Place(
                alias.placement().interfaceName(), alias.address().v6(), Survey.of(alias, settings, facts.kernel()));
    }

    private static void judge(Place place, NetworkAnswers answers, Set<Diagnosis> found) {
        List<IpAddress> witnesses = List.copyOf(place.witnesses().named().keySet());
        if (!place.witnesses().any()) {
            found.add(Diagnosis.error(Witnesses.whyNothingIsTaken(place.linkName(), place.v6()), Witnesses.NAME_SOME));
            return;
        }
        List<IpAddress> silent =
                witnesses.stream().filter(witness -> !answers.alive(witness)).toList();
        if (witnesses.isEmpty() || answers.problem().isPresent() && !silent.isEmpty()) {
            return;
        }
        if (silent.size() == witnesses.size() && place.witnesses().proof() == Witnesses.Proof.ANSWER) {
            found.add(Diagnosis.error(
                    "no " + place.family() + " witness answers (" + list(silent)
                            + "): nothing is taken over while that is so",
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
