package io.aliasdefender.service;

import io.aliasdefender.core.PlainText;
import io.aliasdefender.os.SystemFacts;
import io.aliasdefender.os.UnixDatagram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells the service manager how this process is, in systemd's protocol (sd_notify(3)). Where there is none, nobody is
 * told and nothing fails. May be used by any thread.
 */
public final class ServiceManager {
    /** A Unix datagram of systemd's has at most this many bytes. */
    private static final int MAX_BYTES = 4096;
    /** What a manager that is busy does not take at once is given to it again so often, this far apart. */
    private static final int TRIES = 20;

    private static final Duration TRY_AGAIN = Duration.ofMillis(5);

    private final Optional<UnixDatagram> socket;
    private final Optional<SystemFacts> clock;
    private final Optional<Duration> watchdog;
    private boolean ready;
    private String status = "";

    private ServiceManager(Optional<UnixDatagram> socket, Optional<SystemFacts> clock, Optional<Duration> watchdog) {
        this.socket = socket;
        this.clock = clock;
        this.watchdog = watchdog;
    }

    /** Whoever started this process, as its environment says. */
    public static ServiceManager ofEnvironment() {
        return of(System.getenv(), ProcessHandle.current().pid());
    }

    /** @param pid our own: what is meant for a parent of ours is not for us */
    static ServiceManager of(Map<String, String> environment, long pid) {
        String address = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (address.isEmpty()) {
            return new ServiceManager(Optional.empty(), Optional.empty(), Optional.empty());
        }
        try {
            return new ServiceManager(
                    Optional.of(UnixDatagram.to(address, MAX_BYTES)),
                    Optional.of(SystemFacts.open()),
                    watchdog(environment, pid));
        } catch (IOException impossible) {
            return new ServiceManager(Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    private static Optional<Duration> watchdog(Map<String, String> environment, long pid) {
        try {
            long micros = Long.parseLong(environment.getOrDefault("WATCHDOG_USEC", "0"));
            String of = environment.getOrDefault("WATCHDOG_PID", "");
            boolean ours = of.isEmpty() || of.equals(Long.toString(pid));
            return micros > 0 && ours ? Optional.of(Duration.of(micros, ChronoUnit.MICROS)) : Optional.empty();
        } catch (NumberFormatException nonsense) {
            return Optional.empty();
        }
    }

    /** Whether anybody listens. */
    public boolean present() {
        return socket.isPresent();
    }

    /** Without a sign of life for this long, this process is taken for hung. */
    public Optional<Duration> watchdog() {
        return watchdog;
    }

    /** This process does its work now; told once. */
    public synchronized void ready() {
        if (!ready) {
            ready = true;
            send("READY=1");
        }
    }

    /** A new configuration is being taken over; {@link #reloaded()} is to follow. Nothing before it is ready. */
    public synchronized void reloading() {
        if (ready) {
            long micros = TimeUnit.NANOSECONDS.toMicros(
                    clock.map(SystemFacts::monotonicNanos).orElse(0L));
            send("RELOADING=1\nMONOTONIC_USEC=" + micros);
        }
    }

    /** The end of a {@link #reloading()}. */
    public synchronized void reloaded() {
        if (ready) {
            send("READY=1");
        }
    }

    /** One line for people, told when it is news. */
    public synchronized void status(String line) {
        if (!line.equals(status)) {
            status = line;
            send("STATUS=" + PlainText.line(line.replace('\n', ' ')));
        }
    }

    /** The end has begun. */
    public synchronized void stopping() {
        status = "stopping";
        send("STOPPING=1\nSTATUS=stopping");
    }

    /** A sign of life for the watchdog. */
    public synchronized void alive() {
        // Never waited for: the next one comes in time.
        socket.ifPresent(open -> open.send(bytes("WATCHDOG=1")));
    }

    /** Gives up in the end: a manager that does not listen is no reason not to defend. */
    private void send(String message) {
        if (socket.isEmpty()) {
            return;
        }
        for (int i = 0; i < TRIES && socket.get().send(bytes(message)) == UnixDatagram.Sent.FULL; i++) {
            LockSupport.parkNanos(TRY_AGAIN.toNanos());
        }
    }

    private static byte[] bytes(String message) {
        return message.getBytes(StandardCharsets.UTF_8);
    }
}
