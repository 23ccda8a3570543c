package io.aliasdefender.cli;

import io.aliasdefender.config.DurationText;
import io.aliasdefender.core.PlainText;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.web.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says what happened, in Markdown for a post-mortem.",
            "%nWhich aliases moved, planned or not, and for how long nobody answered; what each node said around each unplanned"
                    + " move; failed checks, changes of the configuration, restarts; and what is missing. The daemon asks the"
                    + " other nodes where the configuration has `web: {peers: ...}`.%n"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  alias-defender report --since 10m                 the last ten minutes",
            "  alias-defender report --since 2026-01-02T03:00:00Z --until 2026-01-02T04:00:00Z",
            "  alias-defender report --since 24h --alias 192.0.2.100 > post-mortem.md"
        })
final class ReportCommand implements Callable<Integer> {
    /** The other nodes have two seconds, and others may be asking before. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofDays(31);

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "Begin: a time such as 2026-01-02T03:04:05Z, or how long ago, such as 10m. Default:"
                    + " ${DEFAULT-VALUE}")
    private String since;

    @Option(names = "--until", paramLabel = "TIME", description = "End, in the same form. Default: now")
    private String until;

    @Option(names = "--alias", paramLabel = "IP", description = "Only this alias; may be repeated")
    private List<String> aliases = List.of();

    @Mixin
    private NodeUrl url = new NodeUrl();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        String path = path(Instant.now().truncatedTo(ChronoUnit.MILLIS));
        url.requireRight(spec.commandLine());
        ApiClient.Text answer =
                url.base().isEmpty() ? ofSocket(path) : of(url.base().get(), path);
        if (answer.status() != 200) {
            throw new CommandFailed("the daemon cannot tell: " + answer.body());
        }
        spec.commandLine().getOut().print(PlainText.lines(answer.body()));
        spec.commandLine().getOut().flush();
        return Main.DONE;
    }

    private String path(Instant now) {
        Instant from = time("--since", since, now);
        Instant to = until == null ? now : time("--until", until, now);
        if (from.isAfter(to)) {
            throw new ParameterException(spec.commandLine(), "--since is not to be later than --until");
        }
        if (Duration.between(from, to).compareTo(MOST) > 0) {
            throw new ParameterException(
                    spec.commandLine(), "--since and --until may be " + MOST.toDays() + " days apart");
        }
        StringBuilder path = new StringBuilder("/api/report?from=" + from + "&to=" + to);
        for (String alias : aliases) {
            IpAddress address = IpAddress.parse(alias)
                    .orElseThrow(() ->
                            new ParameterException(spec.commandLine(), "--alias " + alias + " is not an IP address"));
            path.append("&alias=").append(URLEncoder.encode(address.toString(), StandardCharsets.US_ASCII));
        }
        return path.toString();
    }

    /** A time, or how long ago. */
    private Instant time(String option, String text, Instant now) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException noTime) {
            try {
                return now.minus(DurationText.require(text, LEAST, MOST));
            } catch (IllegalArgumentException wrong) {
                throw new ParameterException(
                        spec.commandLine(),
                        option + " is a time such as 2026-01-02T03:04:05Z, or how long ago, such as 10m: "
                                + wrong.getMessage());
            }
        }
    }

    private ApiClient.Text ofSocket(String path) throws CommandFailed {
        return common.ask(
                LIMIT,
                " (start one by `alias-defender monitor`, name its folder by --state DIR, or another node by --url URL)",
                daemon -> daemon.text(path));
    }

    private ApiClient.Text of(URI node, String path) throws CommandFailed {
        try {
            return new ApiClient(node, url.trusted(), LIMIT).text(path);
        } catch (IOException failure) {
            throw new CommandFailed("no daemon answers on " + node + ": " + failure.getMessage());
        }
    }
}
