package io.aliasdefender.cli;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.lab.Client;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody on this host who uses aliases all the time notices: each is asked every two milliseconds, and what is not
 * answered is lost. While this host has an alias itself, its own kernel answers.
 */
final class Losses implements AutoCloseable {
    /** More would only measure what so many questions cost. */
    static final int MOST_ASKED = 16;

    private static final Duration FIRST_ANSWER = Duration.ofMillis(500);
    /** For so long an answer is waited for. */
    private static final Duration LAST_ANSWER = Duration.ofMillis(150);

    private static final Duration STEP = Duration.ofMillis(5);

    private final Map<IpAddress, Client> clients = new LinkedHashMap<>();
    private final long begunNanos;
    private Optional<String> problem = Optional.empty();

    /**
     * For one alias.
     *
     * @param requests how many were sent
     * @param lost how many of these were not answered
     * @param gap the longest time in which none was
     */
    record Loss(long requests, int lost, Duration gap) {
        String inWords() {
            if (lost == 0) {
                return "nothing lost (" + requests + " requests)";
            }
            return lost + " of " + requests + " requests lost, at most " + gap.toMillis() + " ms in a row";
        }
    }

    /** Begins to ask, and waits a moment for the first answers. */
    Losses(List<IpAddress> aliases) throws InterruptedException {
        try {
            for (IpAddress alias : aliases.subList(0, Math.min(MOST_ASKED, aliases.size()))) {
                clients.put(alias, Client.here(alias));
            }
        } catch (IOException notPermitted) {
            problem = Optional.of(String.valueOf(notPermitted.getMessage()));
            close();
        }
        long until = System.nanoTime() + FIRST_ANSWER.toNanos();
        while (System.nanoTime() < until && !allAnswer()) {
            Thread.sleep(STEP.toMillis());
        }
        begunNanos = System.nanoTime();
    }

    private boolean allAnswer() {
        return clients.values().stream().allMatch(client -> client.answers().answeredCount() > 0);
    }

    /** Why nothing can be said of what is lost; empty: it can. */
    Optional<String> problem() {
        return problem;
    }

    /** Goes on for a while after what was measured, and ends. What was not asked is not in it, nor what never answered. */
    Map<IpAddress, Loss> end(Duration longer) throws InterruptedException {
        Thread.sleep(longer.toMillis());
        long endNanos = System.nanoTime();
        Thread.sleep(LAST_ANSWER.toMillis());
        Map<IpAddress, Loss> losses = new LinkedHashMap<>();
        clients.forEach((alias, client) -> {
            if (client.answers().answeredCount() > 0) {
                losses.put(
                        alias,
                        new Loss(
                                client.answers().sent(begunNanos, endNanos),
                                client.answers().lost(begunNanos, endNanos),
                                client.answers().longestOutage(begunNanos, endNanos)));
            }
        });
        close();
        return losses;
    }

    @Override
    public void close() {
        clients.values().forEach(Client::close);
        clients.clear();
    }
}
