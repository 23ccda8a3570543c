package io.aliasdefender.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"([^\"]+)\"");

    private final Vertx vertx = Vertx.vertx();
    private HttpServer server;

    @BeforeEach
    void serve() throws Exception {
        Router router = Router.router(vertx);
        Page.load().serve(router);
        server = await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
    }

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void pageShouldAllowNothingButItsOwnFilesAndNoInlineCode() throws Exception {
        HttpClientResponse response = get("/");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.getHeader("content-type")).startsWith("text/html");
        assertThat(response.getHeader("content-security-policy"))
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void everyFileThatThePageNamesShouldBeServedFromHere() throws Exception {
        Matcher reference = REFERENCE.matcher(text("/"));
        int count = 0;
        while (reference.find()) {
            count++;
            assertThat(reference.group(1)).doesNotContain(":");
            assertThat(get("/" + reference.group(1)).statusCode()).isEqualTo(200);
        }
        assertThat(count).isEqualTo(2);
    }

    @Test
    void scriptShouldNeverSetMarkup() throws Exception {
        assertThat(text("/status.js")).contains("textContent").doesNotContain("innerHTML", "insertAdjacentHTML");
    }

    private HttpClientResponse get(String path) throws Exception {
        return await(request(path).compose(response -> response.body().map(response)));
    }

    private String text(String path) throws Exception {
        return await(request(path).compose(HttpClientResponse::body)).toString();
    }

    private Future<HttpClientResponse> request(String path) {
        return vertx.createHttpClient()
                .request(HttpMethod.GET, server.actualPort(), "127.0.0.1", path)
                .compose(request -> request.send());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
