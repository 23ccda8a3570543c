package io.aliasdefender.config;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;

/** The system's word that something happened to a file, where it has one. */
public interface FileNews {
    /** Of a system that tells nothing: files are looked at again and again. */
    FileNews NONE = () -> {
        throw new IOException("this system does not tell of changed files");
    };

    /**
     * Opens one that watches nothing yet.
     *
     * @throws IOException one sentence when nothing will be told
     */
    Watch open() throws IOException;

    /** One thread at a time. */
    interface Watch {
        /** Watches what a name in a folder stands for. May block. */
        void name(Path folder, String name);

        /** Watches what is in a file. May block. */
        void content(Path file);

        /**
         * Begins to tell, on the calling verticle's context; also of what happened since the watching began.
         *
         * @param happened called once, and then this is closed
         * @throws IOException one sentence when nothing will be told; then it is closed
         */
        void tell(Vertx vertx, Runnable happened) throws IOException;

        /** Ends it. Again is harmless. */
        void close();
    }
}
