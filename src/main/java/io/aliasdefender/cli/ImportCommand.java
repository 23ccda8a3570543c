package io.aliasdefender.cli;

import io.aliasdefender.config.Names;
import io.aliasdefender.core.PlainText;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.files.FileTrouble;
import io.aliasdefender.keepalived.ImportRequest;
import io.aliasdefender.keepalived.ImportRequest.HostHint;
import io.aliasdefender.keepalived.KeepalivedImport;
import io.aliasdefender.keepalived.KeepalivedImport.Imported;
import io.aliasdefender.keepalived.SelfCheck;
import io.aliasdefender.keepalived.parse.DiskSources;
import io.aliasdefender.keepalived.parse.ParseFailure;
import io.aliasdefender.kernel.KernelReader;
import io.aliasdefender.platform.CommandRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes a configuration out of that of keepalived.",
            "%nWrites it as YAML with comments, and a report of every line: what was carried over, what was approximated,"
                    + " what has no counterpart, and what only you can answer. Changes nothing and needs no daemon.%n",
            "Exit status 0 if a defender would take the result; 1 if something is missing in it, which is said.%n"
        })
final class ImportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The keepalived.conf of one host, or one for all with @ lines")
    private Path file;

    @Option(
            names = "--peer",
            paramLabel = "NAME=FILE|ADDRESS",
            description =
                    "Another host: its own keepalived.conf, or its address; may be given for each host, and twice for"
                            + " both.")
    private List<String> peers = new ArrayList<>();

    @Option(
            names = "--node",
            paramLabel = "NAME[=ADDRESS]",
            description = "How the host of FILE is to be called, and its own address. Default: its router_id, and its"
                    + " unicast_src_ip or mcast_src_ip")
    private String node;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description =
                    "Where to write the configuration; must not be there yet. Default: standard output, and the report"
                            + " goes to standard error")
    private Path output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws CommandFailed {
        Imported imported;
        try {
            imported = KeepalivedImport.of(
                    new ImportRequest(file, self(), others(), new DiskSources(), here(), CommandRunner::find));
        } catch (ParseFailure failure) {
            throw new CommandFailed(PlainText.line(failure.getMessage()));
        }
        PrintWriter report = output == null
                ? spec.commandLine().getErr()
                : spec.commandLine().getOut();
        write(imported.yaml());
        imported.report().forEach(report::println);
        return judge(imported, report);
    }

    private int judge(Imported imported, PrintWriter report) {
        String name = output == null ? "the configuration" : output.toString();
        SelfCheck.Result result = SelfCheck.of(name, imported.yaml());
        result.errors().forEach(error -> report.println(PlainText.line("missing: " + error)));
        if (imported.questions() > 0) {
            report.println(
                    imported.questions() == 1
                            ? "1 question is open: look for QUESTION in it and \"needs your answer\" above"
                            : imported.questions()
                                    + " questions are open: look for QUESTION in it and \"needs your answer\" above");
        }
        report.println(
                result.errors().isEmpty()
                        ? name
                                + " is right, as far as that can be told elsewhere; run `alias-defender check` on each host, and"
                                + " read docs/FROM-KEEPALIVED.md before the day of the change"
                        : name + " is not complete: a defender would refuse it, for what is named as missing above");
        report.flush();
        return result.errors().isEmpty() ? Main.DONE : Main.FAILED;
    }

    private void write(String yaml) throws CommandFailed {
        if (output == null) {
            PrintWriter out = spec.commandLine().getOut();
            out.print(yaml);
            out.flush();
            return;
        }
        try {
            Files.write(
                    output,
                    yaml.getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException there) {
            throw new CommandFailed(output + " is there already; name another file, or remove it first");
        } catch (IOException failure) {
            throw new CommandFailed("cannot write " + output + ": " + FileTrouble.reason(failure));
        }
    }

    private HostHint self() throws CommandFailed {
        if (node == null) {
            return HostHint.NONE;
        }
        String[] parts = node.split("=", 2);
        Optional<IpAddress> address = Optional.empty();
        if (parts.length > 1) {
            address = IpAddress.parse(parts[1]);
            if (address.isEmpty()) {
                throw misused("--node " + node + ": " + parts[1] + " is no address; write --node " + parts[0]
                        + "=192.0.2.11");
            }
        }
        return new HostHint(Optional.of(named(parts[0], "--node")), Optional.empty(), address);
    }

    private List<HostHint> others() throws CommandFailed {
        Map<String, HostHint> hints = new LinkedHashMap<>();
        for (String peer : peers) {
            String[] parts = peer.split("=", 2);
            if (parts.length < 2 || parts[1].isEmpty()) {
                throw misused("--peer " + peer + " has no value; write --peer NAME=FILE or --peer NAME=ADDRESS");
            }
            String name = named(parts[0], "--peer");
            HostHint earlier = hints.getOrDefault(name, HostHint.NONE);
            Optional<IpAddress> address = IpAddress.parse(parts[1]);
            if (address.isEmpty() && !Files.exists(Path.of(parts[1]))) {
                throw misused("--peer " + peer + ": " + parts[1]
                        + " is no address, and there is no such file; write --peer " + name
                        + "=192.0.2.12, or the path of"
                        + " that host's keepalived.conf");
            }
            hints.put(
                    name,
                    new HostHint(
                            Optional.of(name),
                            address.isPresent() ? earlier.file() : Optional.of(Path.of(parts[1])),
                            address.or(earlier::address)));
        }
        return List.copyOf(hints.values());
    }

    private static String named(String name, String option) throws CommandFailed {
        if (!Names.isNode(name)) {
            throw misused(
                    option + " " + name
                            + ": that cannot be the name of a node; write up to 63 letters, digits, dots, hyphens and underscores");
        }
        return name;
    }

    private static CommandFailed misused(String sentence) {
        return new CommandFailed(PlainText.line(sentence));
    }

    /** Of suggestions only, so that it may as well be unknown. */
    private static KernelView here() {
        try {
            return KernelReader.read();
        } catch (IOException unknown) {
            return KernelView.EMPTY;
        }
    }
}
