package io.aliasdefender.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class FanOutTest {
    @Test
    void readerToWhomNothingCanBeHandedShouldNotKeepTheOthersWaiting(Vertx vertx) throws Exception {
        List<String> got = new CopyOnWriteArrayList<>();
        CompletableFuture<Void> all = new CompletableFuture<>();
        vertx.runOnContext(begin -> {
            FanOut<String> fanOut = new FanOut<>(vertx, (reader, error) -> got.add(reader + ": " + error.getMessage()));
            fanOut.send(
                    reader -> {
                        if (reader.equals("broken")) {
                            throw new IllegalStateException("it is over");
                        }
                        got.add(reader + " first");
                    },
                    false,
                    List.of("broken", "whole"));
            fanOut.send(reader -> got.add(reader + " second"), false, List.of("whole"));
            fanOut.send(reader -> all.complete(null), false, List.of("whole"));
        });
        all.get(1, TimeUnit.MINUTES);

        assertThat(got).containsExactly("broken: it is over", "whole first", "whole second");
    }
}
