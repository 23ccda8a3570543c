package io.aliasdefender.cli;

import io.aliasdefender.lab.OneCore;
import io.aliasdefender.lab.WebLoad;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "measure-web",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Puts the API of a daemon under load, and measures.",
            "%nOnly for one that nobody needs. Writes a table as Markdown; exit status 0 only if every figure keeps to"
                    + " its bar.%n"
        })
final class MeasureWebCommand implements Callable<Integer> {
    private static final int MOST = 20_000;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8600",
            description = "Of the API on 127.0.0.1. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--readers",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Of the stream. Default: ${DEFAULT-VALUE}")
    private int readers;

    @Option(
            names = "--stalled",
            paramLabel = "N",
            defaultValue = "10",
            description = "Readers that never read. Default: ${DEFAULT-VALUE}")
    private int stalled;

    @Option(
            names = "--length",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = IntervalConverter.class,
            description = "How long they read. Default: ${DEFAULT-VALUE}")
    private Duration length;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Idle ones, and broken requests. Default: ${DEFAULT-VALUE}")
    private int connections;

    @Option(
            names = "--one-core",
            description = {
                "Instead: floods a daemon of its own, which has one core, and measures how late its probes leave, by class"
                        + " of scheduling; six times --length. Needs root"
            })
    private boolean oneCore;

    @Option(
            names = "--siege",
            paramLabel = "TIME",
            converter = IntervalConverter.class,
            description = "Instead: 1,536 connections that want to fill its memory, for so long, such as 10m")
    private Duration siege;

    @Option(names = "--tls", description = "It serves by TLS: besiege it so. Only with --siege")
    private boolean tls;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (Math.max(Math.max(readers, stalled), connections) > MOST || Math.min(readers, connections) < 1) {
            throw new ParameterException(spec.commandLine(), "each number is 1 to " + MOST);
        }
        if (oneCore) {
            return OneCore.run(length, Main.standardOutput());
        }
        if (tls && siege == null) {
            throw new ParameterException(spec.commandLine(), "--tls is for --siege");
        }
        return WebLoad.run(
                new WebLoad.Options(
                        new InetSocketAddress("127.0.0.1", port),
                        common.socket(),
                        readers,
                        stalled,
                        length,
                        connections,
                        Optional.ofNullable(siege),
                        tls),
                Main.standardOutput());
    }
}
