package io.aliasdefender.lab;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.os.ArpSocket;
import io.aliasdefender.os.NetNs;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** What makes it hard for a daemon to be in time. Each ends by itself, even when whoever began it does not. */
enum Pressure {
    NONE("nothing else") {
        @Override
        Running begin(Lab lab, Duration length) {
            return () -> "";
        }
    },
    CPU("four busy processes on each core") {
        @Override
        Running begin(Lab lab, Duration length) {
            return processes(4, length, "while :; do :; done");
        }
    },
    MEMORY("a process on each core that takes 512 MB, fills them and gives them back, without end") {
        @Override
        Running begin(Lab lab, Duration length) {
            return processes(1, length, "while :; do dd if=/dev/zero of=/dev/null bs=512M count=1 2>/dev/null; done");
        }
    },
    ARP_STORM("a storm of ARP requests to all, of a host on the link") {
        @Override
        Running begin(Lab lab, Duration length) {
            return new Storm(lab.client(), length);
        }
    },
    LOG("orders that make each daemon write a line, as fast as it obeys") {
        @Override
        Running begin(Lab lab, Duration length) {
            return new Orders(lab.hosts(), length);
        }
    };

    /** As many frames a second are sent, where the machine has the time. */
    private static final int STORM_FRAMES = 100_000;

    private final String words;

    Pressure(String words) {
        this.words = words;
    }

    /** Begins now, and ends after that length at the latest. */
    abstract Running begin(Lab lab, Duration length);

    @Override
    public String toString() {
        return words;
    }

    /** A pressure that lasts. */
    interface Running {
        /** Ends it; says what it came to, in words, where that is not clear beforehand. */
        String end();
    }

    private static Running processes(int eachCore, Duration length, String script) {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < eachCore * Runtime.getRuntime().availableProcessors(); i++) {
            try {
                processes.add(new ProcessBuilder("timeout", Long.toString(length.toSeconds()), "sh", "-c", script)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start());
            } catch (IOException failure) {
                throw new LabException("timeout: " + failure.getMessage(), failure);
            }
        }
        return () -> {
            // Politely, so that each takes its shell with it.
            processes.forEach(Process::destroy);
            return "";
        };
    }

    /** Each reload of an unchanged file is told. */
    private static final class Orders implements Running {
        private final long beganNanos = System.nanoTime();
        private final long endNanos;
        private final AtomicLong obeyed = new AtomicLong();
        private final List<Thread> threads = new ArrayList<>();
        private volatile boolean over;

        Orders(List<LabHost> hosts, Duration length) {
            endNanos = beganNanos + length.toNanos();
            for (LabHost host : hosts) {
                Thread thread = new Thread(() -> order(host.api()), "lab-orders-" + host.name());
                thread.setDaemon(true);
                thread.start();
                threads.add(thread);
            }
        }

        private void order(DaemonApi api) {
            while (!over && System.nanoTime() < endNanos) {
                try {
                    api.reload();
                    obeyed.incrementAndGet();
                } catch (IOException busy) {
                    LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
                }
            }
        }

        @Override
        public String end() {
            over = true;
            threads.forEach(Pressure::join);
            double seconds = (System.nanoTime() - beganNanos) / 1e9;
            return String.format(Locale.ROOT, "%,.0f orders a second", obeyed.get() / seconds);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Storm implements Running {
        private static final Duration STEP = Duration.ofMillis(1);

        private final long beganNanos = System.nanoTime();
        private final long endNanos;
        private final Thread thread;
        private volatile boolean over;
        private volatile long sent;

        Storm(Station from, Duration length) {
            endNanos = beganNanos + length.toNanos();
            ArpSocket socket;
            try {
                socket = NetNs.call(from.namespace().name(), () -> ArpSocket.openToSend(from.linkIndex(), from.mac()));
            } catch (Exception failure) {
                throw new LabException("no storm: " + failure.getMessage(), failure);
            }
            thread = new Thread(() -> blow(socket), "lab-storm");
            thread.setDaemon(true);
            thread.start();
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // this thread alone writes it
        private void blow(ArpSocket socket) {
            // Nobody's, so that nobody answers.
            IpAddress own = IpAddress.of("198.51.100.1");
            IpAddress wanted = IpAddress.of("198.51.100.2");
            try (socket) {
                for (long now = System.nanoTime(); !over && now < endNanos; now = System.nanoTime()) {
                    long due = (now - beganNanos)
                            * STORM_FRAMES
                            / Duration.ofSeconds(1).toNanos();
                    for (long step = 0; sent < due && step < STORM_FRAMES / 100; step++) {
                        socket.request(own, wanted);
                        sent++;
                    }
                    LockSupport.parkNanos(STEP.toNanos());
                }
            }
        }

        @Override
        public String end() {
            over = true;
            join(thread);
            double seconds = (System.nanoTime() - beganNanos) / 1e9;
            return String.format(Locale.ROOT, "%,.0f frames a second", sent / seconds);
        }
    }
}
