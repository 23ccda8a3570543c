package io.aliasdefender.address;

import io.aliasdefender.address.AddressCommands.UnsuitableException;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.core.spec.Settings.AddressTool;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes addresses by the platform's own command. Blocks: for worker threads and the command line. */
public final class AddressChanger {
    /** A command of this kind takes a few milliseconds; one that takes this long hangs. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final AddressCommands commands;
    private final CommandRunner runner;

    AddressChanger(AddressCommands commands, CommandRunner runner) {
        this.commands = commands;
        this.runner = runner;
    }

    /**
     * The changer for this host.
     *
     * @throws IOException when the wanted command is not installed, with the remedy
     */
    public static AddressChanger of(AddressTool tool) throws IOException {
        Optional<AddressCommands> ip = CommandRunner.find("ip").map(IpCommands::new);
        Optional<AddressCommands> ifconfig = CommandRunner.find("ifconfig").map(IfconfigCommands::new);
        Optional<AddressCommands> wanted =
                switch (tool) {
                    case AUTO -> ip.or(() -> ifconfig);
                    case IP -> ip;
                    case IFCONFIG -> ifconfig;
                };
        return new AddressChanger(
                wanted.orElseThrow(() -> new IOException(
                        switch (tool) {
                            case AUTO -> "neither ip nor ifconfig is installed; install iproute2";
                            case IP -> "ip is not installed; install iproute2, or say `commands: ifconfig`";
                            case IFCONFIG -> "ifconfig is not installed; install net-tools, or say `commands: ip`";
                        })),
                new CommandRunner(LIMIT));
    }

    /** The name of the command in use. */
    public String commandName() {
        return commands.name();
    }

    /** Carries all actions out, many by one command where the tool can; results in the order of the actions. */
    public List<AddressApplied> apply(List<AddressAction> actions, KernelView kernel) throws InterruptedException {
        Optional<Command> batch = actions.size() > 1 ? commands.batch(actions) : Optional.empty();
        if (batch.isPresent()) {
            return applyBatch(actions, batch.get());
        }
        List<AddressApplied> applied = new ArrayList<>();
        for (AddressAction action : actions) {
            applied.add(new AddressApplied(action, applyOne(action, kernel)));
        }
        return applied;
    }

    private CommandResult applyOne(AddressAction action, KernelView kernel) throws InterruptedException {
        long begin = System.nanoTime();
        try {
            Command command = commands.command(action, kernel);
            CommandRunner.Outcome outcome = runner.run(command);
            if (outcome.timedOut()) {
                return new CommandResult.TimedOut(outcome.took(), command.toString());
            }
            return outcome.exit() == 0 || commands.wasDoneAlready(action.kind(), outcome.output())
                    ? new CommandResult.Done(outcome.took())
                    : new CommandResult.Failed(outcome.took(), sentence(command, outcome));
        } catch (UnsuitableException unsuitable) {
            return new CommandResult.Failed(Duration.ofNanos(System.nanoTime() - begin), unsuitable.getMessage());
        } catch (IOException notStarted) {
            return new CommandResult.Failed(
                    Duration.ofNanos(System.nanoTime() - begin),
                    "the command could not be started: " + notStarted.getMessage());
        }
    }

    private List<AddressApplied> applyBatch(List<AddressAction> actions, Command batch) throws InterruptedException {
        CommandRunner.Outcome outcome;
        try {
            outcome = runner.run(batch);
        } catch (IOException notStarted) {
            CommandResult failed = new CommandResult.Failed(
                    Duration.ZERO, "the command could not be started: " + notStarted.getMessage());
            return actions.stream().map(action -> new AddressApplied(action, failed)).toList();
        }
        List<Integer> failedLines = commands.failedLines(outcome.output());
        List<AddressApplied> applied = new ArrayList<>();
        for (int i = 0; i < actions.size(); i++) {
            AddressAction action = actions.get(i);
            CommandResult result;
            if (outcome.timedOut()) {
                result = new CommandResult.TimedOut(outcome.took(), batch.toString());
            } else if (failedLines.contains(i + 1) && !commands.wasDoneAlready(action.kind(), outcome.output())) {
                result = new CommandResult.Failed(outcome.took(), sentence(batch, outcome));
            } else {
                result = new CommandResult.Done(outcome.took());
            }
            applied.add(new AddressApplied(action, result));
        }
        return applied;
    }

    private static String sentence(Command command, CommandRunner.Outcome outcome) {
        String first = outcome.output().lines().findFirst().orElse("no output");
        return "'" + command + "' exited with " + outcome.exit() + ": " + first;
    }
}
