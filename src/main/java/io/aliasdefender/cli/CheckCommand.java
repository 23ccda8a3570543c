package io.aliasdefender.cli;

import io.aliasdefender.core.PlainText;
import io.aliasdefender.core.spec.AliasSpec;
import io.aliasdefender.payload.Settings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Tells everything that is wrong in the configuration.",
            "%nExit status 1 if anything is. Changes nothing and needs no daemon.%n"
        })
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Settings settings = common.settings(
                spec.commandLine().getErr(),
                spec.commandLine().getColorScheme().ansi().enabled());
        out.println(common.configFile() + " is right; this host is " + settings.self() + " ("
                + settings.self().address() + ")");
        settings.aliases().forEach(alias -> out.println(PlainText.line("  " + describe(alias))));
        return Main.DONE;
    }

    private static String describe(AliasSpec alias) {
        return alias.placement() + ": " + alias.role() + " here, in the order "
                + alias.ranking().stream().map(Object::toString).collect(Collectors.joining(", "))
                + alias.group().map(group -> ", in group " + group).orElse("");
    }
}
