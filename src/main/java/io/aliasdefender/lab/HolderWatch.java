package io.aliasdefender.lab;

import io.aliasdefender.core.net.Cidr;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the {@link HolderTimeline} from the kernel's address events. One netlink socket hears all namespaces
 * ({@code ip monitor all-nsid}), so the events of different hosts come in the order in which they happened: an overlap
 * of two holders can be neither missed nor invented, however late this process is scheduled.
 */
final class HolderWatch implements AutoCloseable {
    /** Put on the switch's loopback to learn that the monitor listens. */
    private static final Cidr MARKER = Cidr.of("127.0.0.2/8");

    private static final String RECEIVE_BUFFER_BYTES = "8388608";
    /** The kernel numbers the namespaces that nobody numbers from 0. */
    private static final int FIRST_NUMBER = 1000;

    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    /** A wall clock further off than this was set meanwhile. */
    private static final Duration LATEST = Duration.ofSeconds(5);

    private static final Pattern LINE = Pattern.compile("\\[(?<at>[^]]+)] \\[nsid (?<nsid>[^]]+)]"
            + "(?<lost>Deleted )?(?<link>\\d+): +\\S+ +inet6? (?<address>\\S+)(?<rest>.*)");

    private final HolderTimeline timeline;
    private final Namespace home;
    private final Process monitor;
    private final Thread reader;
    private final Map<String, String> hosts = new ConcurrentHashMap<>();
    private final CountDownLatch listening = new CountDownLatch(1);
    private volatile boolean closed;

    /** Starts to watch from a namespace that knows the others by number; it hears them from now on. */
    HolderWatch(Namespace home, HolderTimeline timeline) {
        this.home = home;
        this.timeline = timeline;
        ProcessBuilder builder = new ProcessBuilder(List.of(
                "ip",
                "-n",
                home.name(),
                "-rcvbuf",
                RECEIVE_BUFFER_BYTES,
                "-o",
                "-ts",
                "monitor",
                "all-nsid",
                "address"));
        builder.environment().put("TZ", "UTC");
        builder.redirectErrorStream(true);
        try {
            monitor = builder.start();
        } catch (IOException failure) {
            throw new LabException("ip monitor: " + failure.getMessage(), failure);
        }
        reader = new Thread(this::read, "lab-holders");
        reader.setDaemon(true);
        reader.start();
        awaitListening();
    }

    /** Hears a host's namespace too. To be called before the host gets its first address. */
    void follow(String host, Namespace namespace) {
        String number = Integer.toString(FIRST_NUMBER + hosts.size());
        hosts.put(number, host);
        home.ip("netns", "set", namespace.name(), number);
    }

    /** The pid of the process that listens. */
    long pid() {
        return monitor.pid();
    }

    /**
     * The marker is put and taken away until the monitor tells of it: only then does it hear everything that follows.
     */
    private void awaitListening() {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        try {
            do {
                home.ip("address", "replace", MARKER.toString(), "dev", "lo");
                home.ip("address", "delete", MARKER.toString(), "dev", "lo");
                if (System.nanoTime() > deadline || !monitor.isAlive()) {
                    close();
                    throw new LabException("ip monitor all-nsid does not tell of addresses");
                }
            } while (!listening.await(5, TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            close();
            Thread.currentThread().interrupt();
            throw new LabException("interrupted while starting", interrupted);
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(monitor.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                accept(line);
            }
        } catch (IOException ended) {
            if (!closed) {
                throw new LabException("ip monitor: " + ended.getMessage(), ended);
            }
        }
    }

    private void accept(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return;
        }
        String host = hosts.get(matcher.group("nsid"));
        if (host == null) {
            listening.countDown();
            return;
        }
        Cidr address = cidr(matcher.group("address"));
        int link = Integer.parseInt(matcher.group("link"));
        long at = monotonic(matcher.group("at"), Instant.now(), System.nanoTime());
        timeline.add(
                matcher.group("lost") == null
                        ? new HolderTimeline.Change.Gained(at, host, link, address)
                        : new HolderTimeline.Change.Lost(at, host, link, address));
    }

    /** {@code ip} leaves a full-length prefix away. */
    private static Cidr cidr(String text) {
        return Cidr.of(text.indexOf('/') >= 0 ? text : text + (text.indexOf(':') >= 0 ? "/128" : "/32"));
    }

    /** Turns the monitor's own wall-clock stamp, in UTC, into a moment of {@link System#nanoTime()}. */
    static long monotonic(String stamp, Instant now, long nowNanos) {
        Duration age = Duration.between(LocalDateTime.parse(stamp).toInstant(ZoneOffset.UTC), now);
        return age.isNegative() || age.compareTo(LATEST) > 0 ? nowNanos : nowNanos - age.toNanos();
    }

    @Override
    public void close() {
        closed = true;
        monitor.destroyForcibly();
        try {
            reader.join(START_LIMIT.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
