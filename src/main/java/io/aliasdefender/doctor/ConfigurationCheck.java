package io.aliasdefender.doctor;

import io.aliasdefender.config.Finding;
import io.aliasdefender.config.Reading;
import io.aliasdefender.doctor.Facts.Configuration;
import io.aliasdefender.payload.Settings;
import java.util.ArrayList;
import java.util.List;

/** Whether the configuration is right as this host reads it now, and nobody else can change it. */
final class ConfigurationCheck {
    private static final int MOST = 5;

    private ConfigurationCheck() {}

    static List<Diagnosis> examine(Facts facts) {
        if (facts.configuration().isEmpty()) {
            return List.of(Diagnosis.unknown(
                    "there is no configuration, so only the host itself is looked at",
                    "write /etc/alias-defender/alias-defender.yaml (conf/ has samples), or name one by --config FILE"));
        }
        Configuration configuration = facts.configuration().get();
        Reading reading = configuration.reading();
        List<Diagnosis> found = new ArrayList<>();
        reading.errors().stream()
                .limit(MOST)
                .forEach(error -> found.add(Diagnosis.error(sentence(error), error.remedy())));
        if (reading.errors().size() > MOST) {
            found.add(Diagnosis.error(
                    (reading.errors().size() - MOST) + " more errors are in " + configuration.file(),
                    "alias-defender check --config " + configuration.file()));
        }
        reading.warnings().stream()
                .limit(MOST)
                .forEach(warning -> found.add(Diagnosis.warning(sentence(warning), warning.remedy())));
        reading.settings().ifPresent(settings -> found.add(Diagnosis.ok(greeting(configuration, settings))));
        facts.inspector()
                .permissions(configuration.file().toString())
                .filter(permissions -> permissions.charAt(7) == 'w')
                .ifPresent(open -> found.add(Diagnosis.error(
                        "every user of this host can change " + configuration.file(),
                        "chmod o-w " + configuration.file())));
        return found;
    }

    private static String sentence(Finding finding) {
        return finding.file() + ":" + finding.line() + ": " + finding.what();
    }

    private static String greeting(Configuration configuration, Settings settings) {
        int aliases = settings.aliases().size();
        return configuration.file() + " is right; this host is " + settings.self() + " ("
                + settings.self().address() + ") and defends " + aliases + (aliases == 1 ? " alias" : " aliases");
    }
}
