package io.aliasdefender.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;

/** The document that describes the API to programs. */
final class OpenApi {
    private static final String FILE = "/openapi.json";

    private final Buffer document;

    private OpenApi(Buffer document) {
        this.document = document;
    }

    /**
     * Reads it; blocks.
     *
     * @throws IOException when it is missing in the jar
     */
    static OpenApi load() throws IOException {
        try (InputStream stream = OpenApi.class.getResourceAsStream(FILE)) {
            if (stream == null) {
                throw new IOException("the document " + FILE + " is missing in the jar; build it anew");
            }
            return new OpenApi(Buffer.buffer(stream.readAllBytes()));
        }
    }

    void add(Router router) {
        Responses.read(router, "/api/openapi.json").handler(context -> Responses.json(context, 200, document));
    }
}
