package io.aliasdefender.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;

/** The status page, out of the jar and kept in memory: a full or a slow disk does not matter to it. */
final class Page {
    /** Nothing but our own files, and no inline code: a sentence that holds markup stays a sentence. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> TYPES = Map.of(
            "index.html", "text/html; charset=utf-8",
            "status.css", "text/css; charset=utf-8",
            "status.js", "text/javascript; charset=utf-8");

    private final Map<String, Buffer> files = new TreeMap<>();

    private Page() {}

    /**
     * Reads the files.
     *
     * @throws IOException when one is missing in the jar
     */
    static Page load() throws IOException {
        Page page = new Page();
        for (String name : TYPES.keySet()) {
            try (InputStream stream = Page.class.getResourceAsStream("/webroot/" + name)) {
                if (stream == null) {
                    throw new IOException("the page's " + name + " is missing in the jar; build it anew");
                }
                page.files.put(name, Buffer.buffer(stream.readAllBytes()));
            }
        }
        return page;
    }

    void serve(Router router) {
        for (Entry<String, Buffer> file : files.entrySet()) {
            router.get("/" + file.getKey()).handler(context -> answer(context, file.getKey()));
        }
        router.get("/").handler(context -> answer(context, "index.html"));
    }

    private void answer(RoutingContext context, String name) {
        context.response()
                .putHeader("content-type", TYPES.get(name))
                .putHeader("content-security-policy", CONTENT_SECURITY_POLICY)
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("referrer-policy", "no-referrer")
                .putHeader("cache-control", "no-cache")
                .end(files.get(name));
    }
}
