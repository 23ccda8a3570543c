package io.aliasdefender.cli;

import io.aliasdefender.core.address.AddressAction;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Aliases by hand: onto this host or off it. */
abstract sealed class ChangeCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Parameters(index = "0", arity = "0..1", paramLabel = "IP", description = "One alias; default: all of them")
    private String alias;

    @Spec
    private CommandSpec spec;

    private final AddressAction.Kind kind;

    private ChangeCommand(AddressAction.Kind kind) {
        this.kind = kind;
    }

    @Override
    public Integer call() throws Exception {
        return new ManualChange(
                        common,
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr(),
                        spec.commandLine().getColorScheme().ansi().enabled())
                .run(kind, alias);
    }

    @Command(
            name = "add",
            aliases = "AddAlias",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Puts the aliases, or one, on this host.",
                "%nWhatever this host's rank; refused while another host answers for the alias. Through the daemon where"
                        + " one runs, else by itself.%n"
            })
    static final class Add extends ChangeCommand {
        Add() {
            super(AddressAction.Kind.ADD);
        }
    }

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
    static final class Remove extends ChangeCommand {
        Remove() {
            super(AddressAction.Kind.REMOVE);
        }
    }
}
