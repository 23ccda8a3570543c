package io.aliasdefender.cli;

import io.aliasdefender.config.DurationText;
import io.aliasdefender.config.OffHostValidation;
import io.aliasdefender.core.PlainText;
import io.aliasdefender.core.address.Lifetime;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.payload.HookEvent;
import io.aliasdefender.payload.HookSpec;
import io.aliasdefender.payload.LeaseSpec;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.payload.Settings.Link;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Tells everything that is wrong in the configuration.",
            "With --run it looks at each check of the service once, too.",
            "%nExit status 1 if anything is, or if a check fails; 75 if nothing is but what may pass by itself, such as an address that is not"
                    + " there yet. Changes nothing and needs no daemon.%n"
        })
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Option(
            names = "--elsewhere",
            description =
                    "Judge the file for each of its nodes, on a machine that is none of them, and say what only the"
                            + " hosts can tell")
    private boolean elsewhere;

    @Option(
            names = "--run",
            description =
                    "Look at each check of the configuration once, and say what it finds, how long that takes, and what"
                            + " would follow")
    private boolean run;

    @Option(names = "--json", description = "With --run: print what the checks find as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (json && !run || run && elsewhere) {
            throw new ParameterException(
                    spec.commandLine(),
                    elsewhere ? "--run looks at this host, and --elsewhere at none" : "--json needs --run");
        }
        return run ? run() : elsewhere ? elsewhere() : here();
    }

    private int here() throws CommandFailed, IOException {
        PrintWriter out = spec.commandLine().getOut();
        Settings settings = common.settings(
                spec.commandLine().getErr(),
                spec.commandLine().getColorScheme().ansi().enabled());
        out.println(common.configFile() + " is right; this host is " + settings.self() + " ("
                + settings.self().address() + ")");
        settings.aliases().forEach(alias -> out.println(PlainText.line("  " + describe(alias))));
        out.println(PlainText.line(describe(settings.link())));
        settings.lease().ifPresent(lease -> out.println(PlainText.line(describe(lease))));
        settings.hooks().forEach(hook -> out.println(PlainText.line(describe(hook))));
        return Main.DONE;
    }

    private int run() throws CommandFailed, IOException, InterruptedException {
        Settings settings = common.settings(
                spec.commandLine().getErr(),
                spec.commandLine().getColorScheme().ansi().enabled());
        CheckOnce once = CheckOnce.run(settings, common.kernel());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(once.json().encodePrettily());
        } else {
            once.print(out);
        }
        return once.passed() ? Main.DONE : Main.FAILED;
    }

    /** What follows, in times: the longest in which nobody has an alias, and what becomes of it without the store. */
    private static String describe(LeaseSpec lease) {
        String ttl = DurationText.format(lease.lease().ttl());
        return "whoever has an alias needs its lease in etcd at "
                + lease.endpoints().stream().map(Object::toString).collect(Collectors.joining(", ")) + " below "
                + lease.prefix() + "; a holder that loses its power is followed after " + ttl
                + " and a takeover at the latest; the store not reached for "
                + DurationText.format(Lifetime.kept(lease.lease().ttl())) + ": "
                + switch (lease.lease().onLoss()) {
                    case RELEASE -> "the holder lets go";
                    case HOLD -> "the holder keeps the alias, and two hosts may have it";
                };
    }

    private static String describe(HookSpec hook) {
        return "hook: " + hook.deed() + ", on "
                + hook.events().stream().map(HookEvent::toString).collect(Collectors.joining(", "))
                + (hook.before() ? ", before the address is added" : "");
    }

    private static String describe(Link link) {
        return link.port().isEmpty()
                ? "no link between the nodes: link: off"
                : link.keys().isEmpty()
                        ? "no link between the nodes: there is no " + link.keyFile()
                        : "the nodes are linked by UDP port " + link.port().get() + "; "
                                + (link.keys().size() == 1 ? "key " : "keys ")
                                + link.keys().stream().map(key -> "" + key.id()).collect(Collectors.joining(" and "))
                                + " of " + link.keyFile();
    }

    private int elsewhere() throws CommandFailed {
        Path file = common.configFile();
        OffHostValidation judged = OffHostValidation.read(file, common.node());
        CommonOptions.print(
                judged.errors(), judged.warnings(), spec.commandLine().getErr());
        if (!judged.errors().isEmpty()) {
            throw CommonOptions.wrong(file, judged.errors().size(), false);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(file + " is right, as far as that can be told elsewhere");
        judged.nodes().forEach((node, settings) -> {
            out.println("on " + node);
            settings.aliases().forEach(alias -> out.println(PlainText.line("  " + describe(alias))));
        });
        out.println("not looked at: " + String.join("; ", OffHostValidation.notLookedAt()));
        return Main.DONE;
    }

    private static String describe(AliasSpec alias) {
        return alias.placement() + ": " + alias.role() + " here, in the order "
                + alias.ranking().stream().map(Object::toString).collect(Collectors.joining(", "))
                + alias.group().map(group -> ", in group " + group).orElse("");
    }
}
