package io.aliasdefender.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    @AfterEach
    void end() {
        Future<?> unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void requestThatFailsShouldNotKeepTheNextOnesWaiting() throws Exception {
        EventLoop loop = group.next();
        Turns turns = new Turns();
        CompletableFuture<Boolean> served = new CompletableFuture<>();

        loop.execute(() -> {
            turns.await(loop, () -> {
                throw new IllegalStateException("a request that fails");
            });
            turns.await(loop, () -> loop.execute(() -> turns.await(loop, () -> served.complete(true))));
        });

        assertThat(served.get(1, TimeUnit.MINUTES)).isTrue();
    }
}
