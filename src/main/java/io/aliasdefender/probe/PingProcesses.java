package io.aliasdefender.probe;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.KernelView.Link;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.os.EventLoop;
import io.aliasdefender.platform.PingCommand;
import io.aliasdefender.platform.Platform;
import io.aliasdefender.platform.SystemCommands;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Asks by the system's own {@code ping}, one process for each question, where the kernel cannot be asked directly. There
 * is no asking at layer 2, and nobody is asked over an interface other than that of the system's routes. What a round trip takes has the start of a process in it.
 */
final class PingProcesses implements Wire {
    /** At once; what is more is not sent, which is no silence. */
    private static final int MOST = 64;
    /** An answer that takes longer counts for nothing ({@link SteadyTarget#MAX_AGE_NANOS}). */
    private static final long LIMIT_MILLIS = 1_000;
    /** Who could not be asked is not asked again for so long. */
    private static final long REFUSAL_NANOS = 500_000_000;

    private final EventLoop loop;
    private final Listener listener;
    private final Platform platform = Platform.current();
    private final LinkPort noPort = new NoPort(Optional.of("there is no ARP on " + platform));
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Map<IpAddress, Refusal> refusals = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor workers =
            new ThreadPoolExecutor(0, MOST, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), PingProcesses::worker);

    private record Answer(IpAddress from, int scope, long sentNanos) {}

    /** @param why nothing can be asked or heard */
    private record NoPort(Optional<String> why) implements LinkPort {
        @Override
        public Optional<String> probe(IpAddress target, boolean watching) {
            return why;
        }

        @Override
        public Optional<String> farewell(Optional<IpAddress> own, IpAddress target) {
            return why;
        }

        @Override
        public Optional<String> request(IpAddress own, IpAddress target, Optional<MacAddress> to, boolean watching) {
            return why;
        }

        @Override
        public Optional<String> listenFor(Set<IpAddress> addresses) {
            return why;
        }
    }

    private record Refusal(String why, long atNanos) {}

    PingProcesses(EventLoop loop, Listener listener) {
        this.loop = loop;
        this.listener = listener;
    }

    /** @throws IOException when there is no {@code ping} */
    static PingProcesses open(EventLoop loop, Listener listener) throws IOException {
        if (SystemCommands.find(PingCommand.program(Platform.current(), false)).isEmpty()) {
            throw new IOException("ping is not installed, by which this system's defender asks");
        }
        return new PingProcesses(loop, listener);
    }

    private static Thread worker(Runnable task) {
        Thread thread = new Thread(task, "ping");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public Optional<String> ping(IpAddress to, int scope) {
        Refusal refusal = refusals.get(to);
        if (refusal != null && loop.nanoTime() - refusal.atNanos() < REFUSAL_NANOS) {
            return Optional.of(refusal.why());
        }
        Optional<String> program = SystemCommands.find(PingCommand.program(platform, to.v6()));
        if (program.isEmpty()) {
            return Optional.of(PingCommand.program(platform, to.v6()) + " is not installed");
        }
        List<String> argv = new ArrayList<>(List.of(program.get()));
        argv.addAll(PingCommand.arguments(platform, to));
        try {
            workers.execute(() -> ask(to, scope, argv));
            return Optional.empty();
        } catch (RejectedExecutionException tooMany) {
            return Optional.of(MOST + " pings are under way already");
        }
    }

    @Override
    public Optional<String> pingFrom(IpAddress source, IpAddress to, Link link, int mark) {
        return Optional.of("on this system an echo request leaves from the address that the kernel chooses");
    }

    private void ask(IpAddress to, int scope, List<String> argv) {
        long sentNanos = loop.nanoTime();
        try {
            ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().put("LC_ALL", "C");
            builder.environment().put("PATH", String.join(":", Platform.commandFolders()));
            Process process = builder.start();
            try {
                process.getOutputStream().close();
                boolean ended = process.waitFor(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
                if (ended && process.exitValue() == 0) {
                    refusals.remove(to);
                    answers.add(new Answer(to, scope, sentNanos));
                    loop.post(this::drain);
                } else if (ended) {
                    refused(to, process);
                }
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException notStarted) {
            refusals.put(to, new Refusal("ping could not be started: " + notStarted.getMessage(), loop.nanoTime()));
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void refused(IpAddress to, Process process) throws IOException {
        try (InputStream output = process.getInputStream()) {
            String words = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            PingCommand.notSent(words).ifPresent(why -> refusals.put(to, new Refusal(why, loop.nanoTime())));
        }
    }

    @Override
    public LinkPort port(Link link) {
        return noPort;
    }

    @Override
    public Timers.Registration overhear(Link link, Consumer<MacAddress> senders) throws IOException {
        throw new IOException("other hosts' frames cannot be heard on " + platform);
    }

    @Override
    public void retain(Map<String, Link> wanted) {
        // There are no ports.
    }

    @Override
    public void drain() {
        listener.taking();
        for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
            listener.echo(answer.from(), answer.scope(), answer.sentNanos());
            listener.taking();
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
