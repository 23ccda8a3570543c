package io.aliasdefender.cli;

import io.aliasdefender.clock.Timers;
import io.aliasdefender.config.FileNews;
import io.aliasdefender.os.EventLoop;
import io.aliasdefender.os.FileEvents;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;

/** Linux's word about changed files, on the event loop. */
public final class KernelFileNews implements FileNews.Watch {
    private final FileEvents events;
    private Timers.Registration telling = () -> {};

    private KernelFileNews(FileEvents events) {
        this.events = events;
    }

    /**
     * Watches nothing yet.
     *
     * @throws IOException one sentence when the system has none, or no more
     */
    public static FileNews.Watch open() throws IOException {
        return new KernelFileNews(FileEvents.open());
    }

    @Override
    public void name(Path folder, String name) {
        events.name(folder, name);
    }

    @Override
    public void content(Path file) {
        events.content(file);
    }

    @Override
    public void tell(Vertx vertx, Runnable happened) throws IOException {
        try {
            telling = EventLoop.current(vertx).watch(events.fd(), () -> {
                if (events.drain()) {
                    close();
                    happened.run();
                }
            });
        } catch (IOException failure) {
            close();
            throw failure;
        }
    }

    @Override
    public void close() {
        telling.cancel();
        events.close();
    }
}
