package io.aliasdefender.cli;

import io.aliasdefender.core.PlainText;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.web.StreamClient;
import io.aliasdefender.web.StreamClient.Received;
import io.vertx.core.json.DecodeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows what happens while it happens, and why.",
            "%nGoes on where it was when the daemon was away for a while. Ends by Ctrl-C.%n"
        })
final class WatchCommand implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Mixin
    private CommonOptions common;

    @Mixin
    private NodeUrl url = new NodeUrl();

    @Option(names = "--alias", paramLabel = "IP", description = "Only what is about this alias")
    private String alias;

    @Option(
            names = "--since",
            paramLabel = "ID",
            description = "First the events after this one; 0: all that are kept. Default: only new ones")
    private Long since;

    @Option(names = "--json", description = "One event in JSON on each line, for programs")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private PrintWriter out;
    private WatchLines lines;
    private Optional<Long> last = Optional.empty();
    private Optional<SSLContext> trusted = Optional.empty();
    private boolean connected;

    @Override
    public Integer call() throws Exception {
        requireRightOptions();
        trusted = url.trusted();
        Signals.handle("INT", WatchCommand::end);
        Signals.handle("TERM", WatchCommand::end);
        out = spec.commandLine().getOut();
        lines = new WatchLines(
                spec.commandLine().getColorScheme().ansi().enabled(),
                ZoneId.systemDefault(),
                LocalDate.now(ZoneId.systemDefault()));
        last = Optional.ofNullable(since);
        boolean everConnected = false;
        while (true) {
            try (StreamClient stream = open()) {
                connected = true;
                everConnected = true;
                follow(stream);
                return Main.DONE;
            } catch (IOException away) {
                if (!everConnected) {
                    throw new CommandFailed("no daemon answers on " + place() + ": " + away.getMessage());
                }
                lost(away.getMessage());
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private void requireRightOptions() {
        if (alias != null && IpAddress.parse(alias).isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--alias " + alias + " is not an IP address");
        }
        if (since != null && since < 0) {
            throw new ParameterException(spec.commandLine(), "--since is the number of an event, not " + since);
        }
        url.requireRight(spec.commandLine());
    }

    private StreamClient open() throws IOException {
        // The status is wanted for its event_id, too: where the next connection is to go on before there was an event.
        String path = "/api/events/stream?type=event,status"
                + (alias == null ? "" : "&alias=" + alias)
                // For 0 no header will do: it is no event.
                + (last.equals(Optional.of(0L)) ? "&since=0" : "");
        Optional<Long> lastId = last.filter(id -> id > 0);
        return url.base().isEmpty()
                ? StreamClient.open(common.socket(), path, lastId)
                : StreamClient.open(url.base().get(), trusted, path, lastId);
    }

    private String place() {
        return url.base().map(URI::toString).orElseGet(() -> common.socket().toString());
    }

    /** Returns when nobody reads what is written any more. */
    private void follow(StreamClient stream) throws IOException {
        boolean greeted = json;
        while (true) {
            Received received = stream.next();
            received.id().ifPresent(id -> last = Optional.of(id));
            try {
                greeted |= show(received, greeted);
            } catch (DateTimeException | ClassCastException | NullPointerException | DecodeException strange) {
                throw new IOException("the stream has something that is not ours");
            }
            out.flush();
            if (out.checkError()) {
                return;
            }
        }
    }

    /** @return whether this was the status */
    private boolean show(Received received, boolean greeted) {
        switch (received.name()) {
            case "event" -> {
                if (json) {
                    out.println(received.data().encode());
                } else {
                    lines.event(received.data()).forEach(out::println);
                }
            }
            case "status" -> {
                if (!greeted && !json) {
                    lines.status(received.data()).forEach(out::println);
                }
                // Where there was no event yet, the next connection must not miss those until then.
                last = last.or(() -> Optional.ofNullable(received.data().getLong("event_id")));
            }
            case "gap" ->
                say("events up to number " + (received.data().getLong("first") - 1) + " are not kept any more");
            case "unavailable" ->
                say("the part that decides does not answer: " + received.data().getString("detail"));
            default -> {
                // Something that a newer daemon says.
            }
        }
        return received.name().equals("status");
    }

    private void lost(String why) {
        if (connected) {
            say("lost: " + why + "; trying again every second");
        }
        connected = false;
    }

    /** Beside the JSON that a program reads. */
    private void say(String sentence) {
        if (json) {
            spec.commandLine().getErr().println(PlainText.line(sentence));
        } else {
            out.println(lines.note(sentence));
            out.flush();
        }
    }

    /** Without a flush, which would wait for a reader that does not read; every line has been flushed. */
    private static void end() {
        Runtime.getRuntime().halt(Main.DONE);
    }
}
