package io.aliasdefender.cli;

import io.aliasdefender.core.address.AddressAction;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "remove",
        aliases = "RemoveAlias",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Takes the aliases, or one, off this host.",
            "%nThrough the daemon where one runs, which then leaves it to the others until one of them has had it or"
                    + " `add` is given; else by itself.%n"
        })
final class RemoveCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Parameters(index = "0", arity = "0..1", paramLabel = "IP", description = "One alias; default: all of them")
    private String alias;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return new ManualChange(
                        common, spec.commandLine().getOut(), spec.commandLine().getErr())
                .run(AddressAction.Kind.REMOVE, alias);
    }
}
