package io.aliasdefender.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.aliasdefender.os.Spawner;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StartingThreadsTest {
    private final StartingThreads threads = StartingThreads.withoutRights();
    private final CountDownLatch served = new CountDownLatch(1);

    @AfterEach
    void end() {
        served.countDown();
        threads.close();
    }

    @Test
    void startBehindOneThatHangsShouldGetAThreadOfItsOwn() throws Exception {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Void> second = new CompletableFuture<>();
        threads.begin(start(() -> {
            begun.complete(null);
            awaitServer();
        }));
        begun.get(1, TimeUnit.MINUTES);
        threads.begin(start(() -> second.complete(null)));
        assertThat(threads.hurry()).as("something waits").isTrue();

        hurryUntil(second);

        assertThat(threads.hurry()).as("something waits").isFalse();
    }

    private void hurryUntil(CompletableFuture<Void> done) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!done.isDone() && System.nanoTime() < end) {
            threads.hurry();
            try {
                done.get(StartingThreads.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException waits) {
                // Not patient enough yet.
            }
        }
        assertThat(done).isCompleted();
    }

    /** A program lies on a server that does not answer. */
    private void awaitServer() {
        try {
            served.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private static StartingThreads.Start start(Runnable what) {
        return new StartingThreads.Start() {
            @Override
            public void with(Spawner spawner) throws IOException {
                what.run();
            }

            @Override
            public void failed(Exception failure) {
                throw new AssertionError(failure);
            }
        };
    }
}
