package io.aliasdefender.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Two defenders, a router and a client on a network of their own inside this machine.")
final class DemoCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return Main.DONE;
    }
}
