package io.aliasdefender.config;

import io.vertx.config.spi.ConfigStore;
import io.vertx.config.spi.ConfigStoreFactory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * Reads the configuration file for vertx-config. Its own file store would not do: a missing file fails the whole
 * retrieval with a stack trace at each scan, a pipe blocks it for ever, and a file that is half written is taken as
 * it is.
 */
public final class WatchedFileStore implements ConfigStoreFactory {
    static final String NAME = "watched-file";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ConfigStore create(Vertx vertx, JsonObject configuration) {
        WatchedFile file = WatchedFile.of(configuration);
        return new ConfigStore() {
            @Override
            public Future<Buffer> get() {
                return file.read(vertx);
            }

            @Override
            public Future<Void> close() {
                return Future.succeededFuture();
            }
        };
    }
}
