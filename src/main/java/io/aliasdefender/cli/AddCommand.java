package io.aliasdefender.cli;

import io.aliasdefender.core.address.AddressAction;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "add",
        aliases = "AddAlias",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Puts the aliases, or one, on this host.",
            "%nWhatever this host's rank; refused while another host answers for the alias. Through the daemon where one"
                    + " runs, else by itself.%n"
        })
final class AddCommand implements Callable<Integer> {
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
                .run(AddressAction.Kind.ADD, alias);
    }
}
