package io.aliasdefender.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;

/** The status page, out of the jar and kept in memory: a full or a slow disk does not matter to it. */
final class Page {
    /** Nothing but our own files, and no inline code: a sentence that holds markup stays a sentence. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** The icons never change, and the one for a daemon that is gone must not be asked of it. */
    private static final String KEPT = "max-age=86400";

    private static final String INDEX = "index.html";

    /** By name, because a folder in a jar cannot be listed simply; {@code PageTest} holds it against the folder. */
    private static final List<String> FILES = List.of(
            INDEX,
            "css/base.css",
            "css/lanes.css",
            "css/parts.css",
            "icons/bad.svg",
            "icons/good.svg",
            "icons/uneasy.svg",
            "icons/unknown.svg",
            "js/actions.js",
            "js/aliases.js",
            "js/aloud.js",
            "js/ask.js",
            "js/cards.js",
            "js/checks.js",
            "js/clock.js",
            "js/config.js",
            "js/dom.js",
            "js/headline.js",
            "js/history.js",
            "js/hooks.js",
            "js/leases.js",
            "js/judge.js",
            "js/lanelayout.js",
            "js/lanes.js",
            "js/lanewords.js",
            "js/layout.js",
            "js/link.js",
            "js/main.js",
            "js/order.js",
            "js/peers.js",
            "js/picture.js",
            "js/plot.js",
            "js/rows.js",
            "js/samples.js",
            "js/store.js",
            "js/stream.js",
            "js/table.js",
            "js/tenures.js",
            "js/timeline.js",
            "js/verdict.js",
            "js/words.js");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private final Map<String, Buffer> files = new TreeMap<>();

    private Page() {}

    /**
     * Reads the files.
     *
     * @throws IOException when one is missing in the jar
     */
    static Page load() throws IOException {
        Page page = new Page();
        for (String name : FILES) {
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
            Responses.read(router, "/" + file.getKey()).handler(context -> answer(context, file.getKey()));
        }
        Responses.read(router, "/").handler(context -> answer(context, INDEX));
    }

    private void answer(RoutingContext context, String name) {
        String type = name.substring(name.lastIndexOf('.') + 1);
        context.response()
                .putHeader("content-security-policy", CONTENT_SECURITY_POLICY)
                .putHeader("referrer-policy", "no-referrer")
                .putHeader("cache-control", type.equals("svg") ? KEPT : "no-cache");
        Responses.body(context, TYPES.get(type), files.get(name));
    }
}
