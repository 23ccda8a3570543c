package io.aliasdefender.kernel;

import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.os.Netlink;
import io.aliasdefender.platform.Command;
import io.aliasdefender.platform.CommandRunner;
import io.aliasdefender.platform.IfconfigList;
import io.aliasdefender.platform.NetstatRoutes;
import io.aliasdefender.platform.Platform;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Reads what the kernel of this host has, by the system's own way. Blocks. */
public final class KernelReader {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private KernelReader() {}

    /** @throws IOException one sentence when it cannot be read */
    public static KernelView read() throws IOException {
        return Platform.current().nativeAccess() ? Netlink.readOnce() : readByCommands();
    }

    /**
     * The same without the routes where those are apart: a host may have a million of them.
     *
     * @throws IOException one sentence when it cannot be read
     */
    public static KernelView readAddresses() throws IOException {
        return Platform.current().nativeAccess() ? Netlink.readAddressesOnce() : readByCommands();
    }

    private static KernelView readByCommands() throws IOException {
        CommandRunner runner = new CommandRunner(LIMIT);
        IfconfigList.Listed listed = IfconfigList.parse(run(runner, "ifconfig", "-a"));
        return new KernelView(
                listed.links(), listed.addresses(), NetstatRoutes.parse(run(runner, "netstat", "-rn"), listed));
    }

    private static String run(CommandRunner runner, String program, String option) throws IOException {
        String path = CommandRunner.find(program)
                .orElseThrow(
                        () -> new IOException(program + " is not installed, by which this host's addresses are read"));
        try {
            CommandRunner.Outcome outcome = runner.run(Command.of(List.of(path, option)));
            if (outcome.exit() != 0) {
                throw new IOException(program + " " + option
                        + (outcome.timedOut() ? " took too long" : " failed: " + outcome.output()));
            }
            return outcome.output();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(program + " was interrupted", interrupted);
        }
    }
}
