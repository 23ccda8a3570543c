package io.aliasdefender.cli;

import io.aliasdefender.config.ConfigReader;
import io.aliasdefender.config.Finding;
import io.aliasdefender.config.HostFacts;
import io.aliasdefender.config.Reading;
import io.aliasdefender.core.PlainText;
import io.aliasdefender.core.net.KernelView;
import io.aliasdefender.kernel.KernelReader;
import io.aliasdefender.payload.Settings;
import io.aliasdefender.web.ApiClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options that several commands share. */
final class CommonOptions {
    private static final Duration ORDER_LIMIT = Duration.ofSeconds(6);
    /** The original's own file comes last. */
    private static final List<Path> USUAL_FILES =
            List.of(Path.of("/etc/alias-defender/alias-defender.yaml"), Path.of("/etc/hostname.alias"));

    private static final String STATE = "/run/alias-defender";

    static final String SOCKET_NAME = "api.sock";

    /** What takes its time when a configuration is read. */
    static final String RESOLVING = "asking the resolver for the names of the configuration";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration, as YAML or hostname.alias. Default:"
                    + " /etc/alias-defender/alias-defender.yaml, else /etc/hostname.alias")
    private Path config;

    @Option(
            names = "--node",
            paramLabel = "NAME",
            description = "Which of the nodes this host is. Default: found by its own addresses")
    private String node;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            defaultValue = STATE,
            description = "Where the daemon keeps its run-time files. Default: ${DEFAULT-VALUE}")
    private Path state;

    CommonOptions() {}

    /** As if they had been given; null: not given. */
    CommonOptions(String config, String node, String state) {
        this.config = config == null ? null : Path.of(config);
        this.node = node;
        this.state = Path.of(state == null ? STATE : state);
    }

    Path stateFolder() {
        return state;
    }

    Path socket() {
        return state.resolve(SOCKET_NAME);
    }

    Path configFile() throws CommandFailed {
        return existingConfigFile()
                .orElseThrow(() -> new CommandFailed(
                        "there is no configuration: neither " + USUAL_FILES.get(0) + " nor " + USUAL_FILES.get(1)
                                + " exists; write one (conf/ has samples) or name one by --config FILE"));
    }

    /** The file that was named, or the usual one that exists. */
    Optional<Path> existingConfigFile() {
        return config != null
                ? Optional.of(config)
                : USUAL_FILES.stream().filter(Files::exists).findFirst();
    }

    /** This host's links and addresses at this moment. */
    KernelView kernel() throws IOException {
        return KernelReader.read();
    }

    /** This host as it is now. */
    HostFacts host() throws IOException {
        return host(KernelReader.read());
    }

    /** Which node this host is, where somebody says so. */
    Optional<String> node() {
        return Optional.ofNullable(node);
    }

    /** One question to the daemon. */
    interface Question<T> {
        T ask(ApiClient daemon) throws IOException;
    }

    /**
     * Asks the daemon of the state folder.
     *
     * @param remedy what to add to the sentence where none runs; may be empty
     * @throws CommandFailed when none runs, or none answers
     */
    <T> T ask(Duration limit, String remedy, Question<T> question) throws CommandFailed {
        try {
            return question.ask(new ApiClient(socket(), limit));
        } catch (IOException failure) {
            // A folder that we may not enter is no sign that nobody is there.
            throw new CommandFailed(
                    Files.notExists(socket())
                            ? "no daemon runs here: there is no " + socket() + remedy
                            : "no daemon answers on " + socket() + ": " + failure.getMessage());
        }
    }

    /**
     * Gives the daemon an order, which takes it five seconds at the most.
     *
     * @param toldByTheCaller a status besides 200 of which the caller has more to tell than its one sentence
     * @throws CommandFailed when none runs, none answers, or it refuses
     */
    ApiClient.Answer order(Question<ApiClient.Answer> question, int... toldByTheCaller) throws CommandFailed {
        return order(ORDER_LIMIT, question, toldByTheCaller);
    }

    /** The same, for what takes its time. */
    ApiClient.Answer order(Duration limit, Question<ApiClient.Answer> question, int... toldByTheCaller)
            throws CommandFailed {
        ApiClient.Answer answer = ask(limit, "", question);
        if (answer.status() != 200 && Arrays.stream(toldByTheCaller).noneMatch(status -> status == answer.status())) {
            throw new CommandFailed(answer.body().getString("detail", "the daemon answered " + answer.status()));
        }
        return answer;
    }

    HostFacts host(KernelView kernel) {
        return HostFacts.of(kernel, hostName(), Optional.ofNullable(node));
    }

    /**
     * Reads the configuration and prints everything that is wrong or remarkable about it.
     *
     * @param terminal whether somebody waits before one
     * @throws CommandFailed when it is wrong
     */
    Settings settings(PrintWriter findings, boolean terminal) throws CommandFailed, IOException {
        Path file = configFile();
        HostFacts host = host();
        Reading reading = Waiting.during(findings, terminal, RESOLVING, () -> ConfigReader.read(file, host));
        print(reading, findings);
        return require(reading);
    }

    static void print(Reading reading, PrintWriter findings) {
        print(reading.errors(), reading.warnings(), findings);
    }

    static void print(List<Finding> errors, List<Finding> warnings, PrintWriter findings) {
        warnings.forEach(warning -> findings.println(PlainText.line("warning: " + warning)));
        errors.forEach(error -> findings.println(PlainText.line("error: " + error)));
        findings.flush();
    }

    /** The settings of a reading whose findings have been told. */
    Settings require(Reading reading) throws CommandFailed {
        if (reading.settings().isEmpty()) {
            throw wrong(configFile(), reading.errors().size(), reading.passing());
        }
        return reading.settings().get();
    }

    /** @param passing whether the same file may be right a moment later */
    static CommandFailed wrong(Path file, int errors, boolean passing) {
        return new CommandFailed(
                file + " has " + (errors == 1 ? "an error" : errors + " errors"),
                passing ? Main.FAILED_FOR_NOW : Main.FAILED);
    }

    private static String hostName() {
        try {
            // Not the resolver's opinion: the kernel's host name, without a domain.
            String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            return name.split("\\.", 2)[0];
        } catch (IOException notLinux) {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException unknown) {
                return "this-host";
            }
        }
    }
}
