package io.aliasdefender.cli;

import io.aliasdefender.check.CheckRun;
import io.aliasdefender.check.CheckRun.Outcome;
import io.aliasdefender.core.PlainText;
import io.aliasdefender.core.Wording;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.core.spec.Policy.OnFailure;
import io.aliasdefender.payload.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/** {@code check --run}: what each check finds now, and what would follow. */
final class CheckOnce {
    private final Settings settings;
    private final List<Outcome> outcomes;

    private CheckOnce(Settings settings, List<Outcome> outcomes) {
        this.settings = settings;
        this.outcomes = outcomes;
    }

    /** Looks at all of them; as long as the slowest time limits last. */
    static CheckOnce run(Settings settings, KernelView kernel) throws InterruptedException, CommandFailed {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        try {
            return new CheckOnce(
                    settings,
                    CheckRun.all(vertx, settings.checks(), kernel)
                            .toCompletionStage()
                            .toCompletableFuture()
                            .get());
        } catch (ExecutionException error) {
            throw new CommandFailed("the checks cannot be run: " + Main.sentence(error.getCause()));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    boolean passed() {
        return outcomes.stream().allMatch(Outcome::passed);
    }

    void print(PrintWriter out) {
        if (outcomes.isEmpty()) {
            out.println("no alias of this host needs a check");
        }
        for (Outcome outcome : outcomes) {
            out.println(PlainText.line((outcome.passed() ? "passes  " : "FAILS   ")
                    + outcome.spec().name() + ": "
                    + outcome.sentence() + " (" + outcome.spec().kind().word() + " "
                    + outcome.spec().kind().target() + "), in " + Wording.of(outcome.took())));
        }
        consequences().forEach(line -> out.println(PlainText.line(line)));
    }

    private Set<String> failing() {
        return outcomes.stream()
                .filter(outcome -> !outcome.passed())
                .map(outcome -> outcome.spec().name())
                .collect(Collectors.toSet());
    }

    /** A sentence for each alias that needs checks. */
    private List<String> consequences() {
        Set<String> failing = failing();
        List<String> lines = new ArrayList<>();
        for (AliasSpec alias : settings.aliases()) {
            List<String> bad = alias.checks().stream().filter(failing::contains).toList();
            if (!bad.isEmpty()) {
                lines.add(settings.self() + " would not be fit for " + alias.address() + " (" + String.join(", ", bad)
                        + "): " + follows(alias.policy().onFailure()));
            } else if (!alias.checks().isEmpty()) {
                lines.add(settings.self() + " would be fit for " + alias.address());
            }
        }
        return lines;
    }

    private static String follows(OnFailure onFailure) {
        return switch (onFailure) {
            case HAND_OVER -> "a holder hands it over to a fit host, and keeps it while there is none";
            case RELEASE -> "a holder hands it over to a fit host, and lets go of it where there is none";
            case HOLD -> "a holder keeps it, and says so";
        };
    }

    JsonObject json() {
        JsonArray checks = new JsonArray();
        for (Outcome outcome : outcomes) {
            checks.add(new JsonObject()
                    .put("name", outcome.spec().name())
                    .put("kind", outcome.spec().kind().word())
                    .put("target", outcome.spec().kind().target())
                    .put("passed", outcome.passed())
                    .put("sentence", outcome.sentence())
                    .put("took_ms", outcome.took().toNanos() / 1e6));
        }
        Set<String> failing = failing();
        JsonArray aliases = new JsonArray();
        for (AliasSpec alias : settings.aliases()) {
            aliases.add(new JsonObject()
                    .put("address", alias.address().toString())
                    .put("checks", new JsonArray(alias.checks()))
                    .put("fit", alias.checks().stream().noneMatch(failing::contains))
                    .put(
                            "on_failure",
                            alias.policy()
                                    .onFailure()
                                    .name()
                                    .toLowerCase(Locale.ROOT)
                                    .replace('_', '-')));
        }
        return new JsonObject()
                .put("node", settings.self().name())
                .put("checks", checks)
                .put("aliases", aliases);
    }
}
