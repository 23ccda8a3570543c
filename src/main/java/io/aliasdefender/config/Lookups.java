package io.aliasdefender.config;

import io.aliasdefender.core.net.IpAddress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Resolves names without waiting for the resolver for ever, which takes ten seconds and more for each name when it does not
 * answer. Those of a configuration are resolved side by side, with one time limit for all of them: a file is read once to
 * learn which names are in it, and again with their addresses.
 */
public final class Lookups implements Resolver {
    static final Duration LIMIT = Duration.ofSeconds(5);

    /**
     * The system's resolver cannot be interrupted, so that some threads wait on: with the others, they stay below what the
     * service may have (TasksMax).
     */
    private static final int MOST_AT_ONCE = 48;

    private static final ThreadPoolExecutor THREADS = threads();

    private final Resolver system;
    private final long deadlineNanos;
    private final Set<String> asked = new LinkedHashSet<>();
    private final Map<String, Optional<IpAddress>> known = new HashMap<>();
    private final Set<String> late = new HashSet<>();

    private Lookups(Resolver system, Duration limit) {
        this.system = system;
        deadlineNanos = System.nanoTime() + limit.toNanos();
    }

    private static ThreadPoolExecutor threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                MOST_AT_ONCE, MOST_AT_ONCE, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "name-look-up");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** What comes of reading with a resolver, when it is asked for all names at the same time. */
    static <T> T reading(Resolver system, Duration limit, Function<Resolver, T> read) {
        Lookups lookups = new Lookups(system, limit);
        T reading = read.apply(lookups);
        // A name may come to light only when another one has an address.
        while (!lookups.asked.isEmpty()) {
            lookups.resolveAsked();
            reading = read.apply(lookups);
        }
        return reading;
    }

    /**
     * The address that a client of ours is to connect to.
     *
     * @param limit of the waiting, which is never longer than five seconds
     * @throws IOException when nobody knows the name, or the resolver does not answer in time
     */
    public static InetAddress address(String name, Duration limit) throws IOException {
        return address(name, limit.compareTo(LIMIT) < 0 ? limit : LIMIT, InetAddress::getByName);
    }

    /** As the system's resolver finds them. */
    interface NameService {
        InetAddress address(String name) throws IOException;
    }

    static InetAddress address(String name, Duration limit, NameService system) throws IOException {
        Future<InetAddress> answer = THREADS.submit(() -> system.address(name));
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException tooLate) {
            giveUp(answer);
            throw new IOException(name + " was not resolved within " + limit.toMillis() + " ms");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + name + " was looked up");
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof IOException unknown) {
                throw unknown;
            }
            throw new IllegalStateException("the resolver failed for " + name, failure.getCause());
        }
    }

    private static void giveUp(Future<?> answer) {
        answer.cancel(true);
        THREADS.purge();
    }

    @Override
    public Optional<IpAddress> resolve(String name) {
        Optional<IpAddress> address = known.get(name);
        if (address == null) {
            asked.add(name);
            return Optional.empty();
        }
        return address;
    }

    @Override
    public boolean ranOutOfTime(String name) {
        return late.contains(name);
    }

    private void resolveAsked() {
        Map<String, Future<Optional<IpAddress>>> answers = new HashMap<>();
        asked.forEach(name -> answers.put(name, THREADS.submit(() -> system.resolve(name))));
        asked.clear();
        answers.forEach((name, answer) -> known.put(name, await(name, answer)));
    }

    private Optional<IpAddress> await(String name, Future<Optional<IpAddress>> answer) {
        try {
            return answer.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException tooLate) {
            // Those that still wait for a thread are not asked at all any more.
            giveUp(answer);
            late.add(name);
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            late.add(name);
            return Optional.empty();
        } catch (ExecutionException error) {
            throw new IllegalStateException("the resolver failed for " + name, error.getCause());
        }
    }
}
