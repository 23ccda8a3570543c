package io.aliasdefender.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Those who use the aliases while they are in trouble, one prober a family: the client, by which time is measured, and
 * the router, ten times a second, so that its neighbour table has something to be wrong about.
 */
final class Traffic implements AutoCloseable {
    private static final Duration ROUTER_INTERVAL = Duration.ofMillis(100);

    private final Map<Family, Client> clients = new EnumMap<>(Family.class);
    private final List<Client> all = new ArrayList<>();

    /** Starts at once. */
    Traffic(Lab lab, List<Family> families, Duration clientInterval) {
        try {
            for (Family family : families) {
                Client client = new Client(lab.client(), family.alias(), clientInterval);
                clients.put(family, client);
                all.add(client);
                all.add(new Client(lab.router(), family.alias(), ROUTER_INTERVAL));
            }
        } catch (LabException failure) {
            close();
            throw failure;
        }
    }

    /** What the client noted. */
    EchoRecord answers(Family family) {
        return clients.get(family).answers();
    }

    /** Waits until the client has got an answer from every alias from now on. */
    void awaitAnswers(Duration limit) {
        long now = System.nanoTime();
        clients.values().forEach(client -> client.awaitAnswer(now, limit));
    }

    @Override
    public void close() {
        all.forEach(Client::close);
    }
}
