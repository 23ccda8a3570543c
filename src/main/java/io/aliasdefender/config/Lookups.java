package io.aliasdefender.config;

import io.aliasdefender.core.net.IpAddress;
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
 * Resolves the names of a configuration side by side, with one time limit for all of them: a resolver that does not
 * answer takes ten seconds and more for each. A file is read once to learn which names are in it, and again with
 * their addresses.
 */
final class Lookups implements Resolver {
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
            answer.cancel(true);
            THREADS.purge();
            late.add(name);
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            late.add(name);
            return Optional.empty();
        } catch (ExecutionException mistake) {
            throw new IllegalStateException("the resolver failed for " + name, mistake.getCause());
        }
    }
}
