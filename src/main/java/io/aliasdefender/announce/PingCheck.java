package io.aliasdefender.announce;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.platform.Command;
import io.aliasdefender.platform.CommandRunner;
import io.aliasdefender.platform.PingCommand;
import io.aliasdefender.platform.Platform;
import io.aliasdefender.platform.SystemCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks whether an address answers, before it is added by hand on a system without ARP. Blocks for some seconds when nobody does. */
public final class PingCheck {
    /** One lost packet decides nothing. */
    private static final int ATTEMPTS = 3;

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private PingCheck() {}

    /** @throws IOException when it could not be asked */
    public static boolean answers(IpAddress address) throws IOException, InterruptedException {
        Platform platform = Platform.current();
        String program = PingCommand.program(platform, address.v6());
        List<String> argv = new ArrayList<>(List.of(
                SystemCommands.find(program).orElseThrow(() -> new IOException(program + " is not installed"))));
        argv.addAll(PingCommand.arguments(platform, address));
        CommandRunner runner = new CommandRunner(LIMIT);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (runner.run(Command.of(argv)).exit() == 0) {
                return true;
            }
        }
        return false;
    }
}
