package io.aliasdefender.address;

import io.aliasdefender.address.AddressCommands.UnsuitableException;
import io.aliasdefender.core.address.AddressAction;
import io.aliasdefender.core.address.AddressApplied;
import io.aliasdefender.core.address.CommandResult;
import io.aliasdefender.platform.Command;
import io.aliasdefender.platform.CommandRunner;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes addresses by the platform's own command. */
final class CommandChanger implements AddressChanger {
    private final AddressCommands commands;
    private final CommandRunner runner;
    private final AddressCommands.Kernel kernel;

    CommandChanger(AddressCommands commands, CommandRunner runner, AddressCommands.Kernel kernel) {
        this.commands = commands;
        this.runner = runner;
        this.kernel = kernel;
    }

    @Override
    public String name() {
        return commands.name();
    }

    @Override
    public boolean rehearse() throws InterruptedException {
        try {
            return runner.run(commands.harmless()).exit() == 0;
        } catch (IOException notStarted) {
            return false;
        }
    }

    @Override
    public List<AddressApplied> apply(List<AddressAction> actions) throws InterruptedException {
        if (actions.stream().anyMatch(action -> action.lifetime().isPresent())) {
            return all(
                    actions,
                    new CommandResult.Failed(Duration.ZERO, "a lease needs netlink; " + name() + " is not enough"));
        }
        Optional<Command> batch = actions.size() > 1 ? commands.batch(actions) : Optional.empty();
        if (batch.isPresent()) {
            return applyBatch(actions, batch.get());
        }
        List<AddressApplied> applied = new ArrayList<>();
        for (AddressAction action : actions) {
            applied.add(new AddressApplied(action, applyOne(action)));
        }
        return applied;
    }

    private CommandResult applyOne(AddressAction action) throws InterruptedException {
        long begin = System.nanoTime();
        try {
            Command command = commands.command(action, kernel);
            CommandRunner.Outcome outcome = runner.run(command);
            if (outcome.timedOut()) {
                return new CommandResult.TimedOut(outcome.took(), command.toString());
            }
            if (outcome.exit() == 0) {
                return new CommandResult.Done(outcome.took());
            }
            return commands.wasDoneAlready(action.kind(), outcome.output())
                    ? doneAlready(action, outcome.took())
                    : new CommandResult.Failed(outcome.took(), sentence(command, outcome));
        } catch (UnsuitableException unsuitable) {
            return new CommandResult.Failed(Duration.ofNanos(System.nanoTime() - begin), unsuitable.getMessage());
        } catch (IOException notStarted) {
            return new CommandResult.Failed(Duration.ofNanos(System.nanoTime() - begin), notStarted(notStarted));
        }
    }

    private List<AddressApplied> applyBatch(List<AddressAction> actions, Command batch) throws InterruptedException {
        CommandRunner.Outcome outcome;
        try {
            outcome = runner.run(batch);
        } catch (IOException notStarted) {
            return all(actions, new CommandResult.Failed(Duration.ZERO, notStarted(notStarted)));
        }
        if (outcome.timedOut()) {
            return all(actions, new CommandResult.TimedOut(outcome.took(), batch.toString()));
        }
        Map<Integer, String> failures = commands.failures(outcome.output());
        // 1 says that lines failed, and which; anything else that it could not be run as a batch, or was killed.
        if (outcome.exit() > 1 || outcome.exit() == 1 && failures.isEmpty()) {
            return all(actions, new CommandResult.Failed(outcome.took(), sentence(batch, outcome)));
        }
        List<AddressApplied> applied = new ArrayList<>();
        for (AddressAction action : actions) {
            String failure = failures.get(applied.size() + 1);
            CommandResult result = failure == null
                    ? new CommandResult.Done(outcome.took())
                    : commands.wasDoneAlready(action.kind(), failure)
                            ? doneAlready(action, outcome.took())
                            : new CommandResult.Failed(outcome.took(), sentence(batch, action, failure));
            applied.add(new AddressApplied(action, result));
        }
        return applied;
    }

    /** What was there already is there only with its very prefix. */
    private CommandResult doneAlready(AddressAction action, Duration took) {
        Optional<String> why =
                action.kind() == AddressAction.Kind.ADD ? kernel.whyNotThere(action.placement()) : Optional.empty();
        return why.<CommandResult>map(sentence -> new CommandResult.Failed(
                        took, commands.name() + " could not add " + action.placement() + ": " + sentence))
                .orElseGet(() -> new CommandResult.Done(took));
    }

    private static List<AddressApplied> all(List<AddressAction> actions, CommandResult result) {
        return actions.stream()
                .map(action -> new AddressApplied(action, result))
                .toList();
    }

    private static String notStarted(IOException failure) {
        return "the command could not be started: " + failure.getMessage();
    }

    private static String sentence(Command command, CommandRunner.Outcome outcome) {
        return "'" + command + "' exited with " + outcome.exit() + ": " + firstLine(outcome.output());
    }

    private static String sentence(Command batch, AddressAction action, String failure) {
        return "'" + batch + "' could not " + action.kind() + " " + action.placement() + ": " + firstLine(failure);
    }

    private static String firstLine(String output) {
        return output.lines().findFirst().orElse("no output");
    }

    @Override
    public void close() {
        runner.close();
    }
}
