package io.aliasdefender.lab;

import io.aliasdefender.web.ApiClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts a running daemon's web side under load, and reads from the daemon itself what that cost the defending. Bounded
 * in number and time.
 */
public final class WebLoad {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofSeconds(20);
    private static final Duration BEGIN = Duration.ofSeconds(30);
    private static final Duration EVENT_EVERY = Duration.ofSeconds(1);
    private static final double LATE_SECONDS = 0.05;
    /** All places on TCP that a daemon has. */
    private static final int BESIEGERS = 1_536;

    private final Options options;
    private final PrintStream out;
    private final ApiClient api;

    /**
     * What to do.
     *
     * @param web where the daemon serves HTTP, without TLS
     * @param socket the same daemon's Unix socket
     * @param readers of the stream, 1 to 5,000
     * @param stalled readers that never read
     * @param length of each part
     * @param connections idle ones, and requests with broken headers
     * @param siege instead of all this: attacks on its memory, for so long
     * @param tls whether it serves by TLS; then there is nothing but the siege
     */
    public record Options(
            InetSocketAddress web,
            Path socket,
            int readers,
            int stalled,
            Duration length,
            int connections,
            Optional<Duration> siege,
            boolean tls) {}

    private WebLoad(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
        api = new ApiClient(options.socket(), LIMIT);
    }

    /**
     * Runs all parts, and prints a table in Markdown.
     *
     * @return 0 when every figure keeps to its bar
     */
    public static int run(Options options, PrintStream out) throws IOException, InterruptedException {
        return new WebLoad(options, out).run() ? 0 : 1;
    }

    private interface Part {
        String play() throws IOException, InterruptedException;
    }

    private boolean run() throws IOException, InterruptedException {
        try (Pulse.Control control = Pulse.Control.start()) {
            return run(control);
        }
    }

    private boolean run(Pulse.Control control) throws IOException, InterruptedException {
        out.println("| load | what came of it | timers late by more than 50 ms: the daemon's, a mere sleeper's"
                + " | probes left late: p99.9 | resident, before and after |");
        out.println("|---|---|---|---|---|");
        part(control, "none, for comparison", () -> {
            Thread.sleep(IDLE.toMillis());
            return "";
        });
        if (options.siege().isPresent()) {
            return besiege(control, options.siege().get());
        }
        boolean right =
                part(control, options.readers() + " readers, " + options.stalled() + " that never read", this::streams);
        right &= part(control, options.connections() + " idle connections", () -> Flood.idle(options));
        right &= part(control, options.connections() + " requests with broken headers", () -> Flood.broken(options));
        right &= part(control, "20 bodies of 100 MB", () -> Flood.bodies(options, 20, 100 << 20));
        right &= part(control, "500 connections that send a byte a second", () -> Flood.trickle(options, 500));
        return right;
    }

    private boolean besiege(Pulse.Control control, Duration length) throws IOException, InterruptedException {
        List<WebAttack> attacks = Arrays.stream(WebAttack.values())
                .filter(attack -> attack.isForTls() == options.tls())
                .toList();
        String name = BESIEGERS + " connections for " + length.toSeconds() + " s: "
                + attacks.stream().map(WebAttack::toString).collect(Collectors.joining("; "));
        if (options.tls()) {
            WebAttack.SECURED.tryOnce(options.web());
        }
        Siege siege = new Siege(options.web(), attacks, BESIEGERS);
        return part(control, name, () -> siege.run(options.socket(), length).told());
    }

    private boolean part(Pulse.Control control, String name, Part part) throws IOException, InterruptedException {
        Pulse.Late controlBefore = control.ask();
        String before = metrics();
        long residentBefore = resident();
        String result = part.play();
        String after = metrics();
        Lateness since = since(Lateness.TIMERS, before, after);
        Pulse.Late controlAfter = control.ask();
        boolean right = since.laterThan(LATE_SECONDS) == 0 && !result.contains("NOT");
        out.printf(
                Locale.ROOT,
                "| %s | %s | %.0f of %.0f, %d of %d | ≤ %.3g ms | %d MB, %d MB |%n",
                name,
                result,
                since.laterThan(LATE_SECONDS),
                since.all(),
                controlAfter.late() - controlBefore.late(),
                controlAfter.all() - controlBefore.all(),
                since(Lateness.PROBES, before, after).quantile(0.999) * 1e3,
                residentBefore >> 20,
                resident() >> 20);
        return right;
    }

    private String streams() throws IOException, InterruptedException {
        try (StreamReaders readers = new StreamReaders(options.web(), options.readers(), options.stalled())) {
            long cutOffBefore = figure("stream_readers_cut_off_total");
            readers.awaitBegun(BEGIN);
            long since = lastEvent();
            long slowestScrapeNanos = 0;
            long end = System.nanoTime() + options.length().toNanos();
            while (System.nanoTime() < end) {
                // Any event will do; this one goes all the way that the others go.
                api.post("/api/reload");
                Thread.sleep(EVENT_EVERY.toMillis());
                long asked = System.nanoTime();
                Flood.get(options.web(), "/metrics");
                slowestScrapeNanos = Math.max(slowestScrapeNanos, System.nanoTime() - asked);
            }
            List<Object> events = api.get("/api/events?since=" + since).body().getJsonArray("events").stream()
                    .toList();
            Thread.sleep(EVENT_EVERY.toMillis());
            long cutOff = figure("stream_readers_cut_off_total") - cutOffBefore;
            return delivery(readers, events)
                    + String.format(
                            Locale.ROOT,
                            "; %.1f samples a second each; /metrics within %d ms; %d of %d that never read cut off%s",
                            readers.samples()
                                    / options.length().plus(EVENT_EVERY).toMillis()
                                    * 1e3
                                    / options.readers(),
                            slowestScrapeNanos / 1_000_000,
                            cutOff,
                            options.stalled(),
                            cutOff < options.stalled() ? " (NOT all)" : "");
        }
    }

    /** Each event to each reader, once. */
    private String delivery(StreamReaders readers, List<Object> events) {
        long right = 0;
        for (Object event : events) {
            int delivered = readers.delivered(((JsonObject) event).getLong("id"));
            right += delivered > options.readers() ? 0 : delivered;
        }
        long expected = (long) events.size() * options.readers();
        List<Long> delays = readers.delaysMillis();
        Collections.sort(delays);
        return String.format(
                Locale.ROOT,
                "%d of %d events delivered%s, half within %d ms, 99 %% within %d ms, the last within %d ms%s",
                right,
                expected,
                right < expected ? " (NOT all, or one twice)" : "",
                at(delays, 0.5),
                at(delays, 0.99),
                at(delays, 1),
                at(delays, 1) > 1_000 ? " (NOT within a second)" : "");
    }

    private long lastEvent() throws IOException {
        return api.get("/api/events?limit=1").body().getLong("last");
    }

    private long figure(String name) throws IOException {
        Matcher figure = Pattern.compile("(?m)^alias_defender_" + name + " (\\S+)$")
                .matcher(Flood.get(options.socket(), "/metrics"));
        return figure.find() ? (long) Double.parseDouble(figure.group(1)) : 0;
    }

    private static long at(List<Long> sorted, double share) {
        return sorted.isEmpty() ? -1 : sorted.get((int) Math.round((sorted.size() - 1) * share));
    }

    private String metrics() throws IOException, InterruptedException {
        // The page is made once a second at the most.
        Thread.sleep(1_100);
        return Flood.get(options.socket(), "/metrics");
    }

    private static Lateness since(String histogram, String before, String after) {
        return Lateness.of(histogram, List.of(after)).since(Lateness.of(histogram, List.of(before)));
    }

    /** Of the process that has the socket's folder for its own; 0 when it cannot be found. */
    private long resident() throws IOException {
        String folder = options.socket().toAbsolutePath().getParent().toString();
        List<Path> processes = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            all.filter(path -> path.getFileName().toString().matches("\\d+")).forEach(processes::add);
        }
        for (Path process : processes) {
            Optional<Long> bytes = resident(process, folder);
            if (bytes.isPresent()) {
                return bytes.get();
            }
        }
        return 0;
    }

    private static Optional<Long> resident(Path process, String folder) {
        try {
            String command = Files.readString(process.resolve("cmdline"));
            if (!command.contains("monitor") || !command.contains(folder) || !command.contains("java")) {
                return Optional.empty();
            }
            return Files.readAllLines(process.resolve("status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
