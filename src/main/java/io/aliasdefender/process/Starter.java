package io.aliasdefender.process;

import io.aliasdefender.os.EventLoop;
import io.aliasdefender.os.Scratch;
import io.aliasdefender.platform.Platform;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts programs, and follows them on one event loop without waiting for any. To be used on that loop. */
public final class Starter implements AutoCloseable {
    private static final List<String> FOLDERS = List.of("/usr/local/sbin", "/usr/local/bin");
    /** The number of our threads is no secret of the moment: what this process may do never changes. */
    private static final long FRESH_NANOS = Duration.ofSeconds(10).toNanos();

    private final EventLoop loop;
    private final Scratch scratch;
    private final StartingThreads withoutRights = StartingThreads.withoutRights();
    private final StartingThreads ofSetpriv = StartingThreads.ofSetpriv();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Optional<Rights> rights = Optional.empty();
    private long rightsNanos;
    private boolean hurrying;

    /**
     * One for the calling thread's loop.
     *
     * @throws IOException one sentence, where programs cannot be started
     */
    public Starter(EventLoop loop) throws IOException {
        this.loop = loop;
        scratch = new Scratch();
        environment.put("LC_ALL", "C");
        environment.put("PATH", String.join(":", FOLDERS) + ":" + String.join(":", Platform.commandFolders()));
    }

    /**
     * One for the loop of the calling thread, which may be any that Vert.x has.
     *
     * @throws IOException one sentence, where programs cannot be started
     */
    public static Starter ofThisLoop(Vertx vertx) throws IOException {
        return new Starter(EventLoop.withTimersAlone(vertx));
    }

    /** Has a program started; what becomes of it is told by {@link ChildProcess#ended}. */
    public ChildProcess start(Order order) {
        ChildProcess child = new ChildProcess(loop, scratch, order);
        try {
            Confinement confinement = Confinement.of(order, rights());
            (confinement.byUs() ? withoutRights : ofSetpriv).begin(child.starting(confinement, environment(order)));
            hurryLater();
        } catch (IOException impossible) {
            child.failed(impossible);
        }
        return child;
    }

    /** One timer for whatever waits meanwhile. */
    private void hurryLater() {
        if (!hurrying) {
            hurrying = true;
            loop.at(loop.nanoTime() + StartingThreads.PATIENCE.toNanos(), this::hurry);
        }
    }

    private void hurry() {
        hurrying = false;
        boolean wait = withoutRights.hurry();
        if (ofSetpriv.hurry() || wait) {
            hurryLater();
        }
    }

    private Rights rights() {
        long now = loop.nanoTime();
        if (rights.isEmpty() || now - rightsNanos > FRESH_NANOS) {
            rights = Optional.of(Rights.ofThisProcess());
            rightsNanos = now;
        }
        return rights.get();
    }

    private Map<String, String> environment(Order order) {
        if (order.environment().isEmpty()) {
            return environment;
        }
        Map<String, String> all = new LinkedHashMap<>(environment);
        all.putAll(order.environment());
        return all;
    }

    /** Nothing is started any more; what runs goes on until it ends or is stopped. */
    @Override
    public void close() {
        withoutRights.close();
        ofSetpriv.close();
    }
}
