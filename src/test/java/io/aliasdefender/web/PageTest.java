package io.aliasdefender.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
    private static final Pattern REFERENCE = Pattern.compile("<(?:link|script)[^>]* (?:href|src)=\"([^\"]+)\"");
    private static final Pattern IMPORT = Pattern.compile("from '\\./([^']+)'");
    /** Addresses of other sites; those in words and the name of SVG's language are none. */
    private static final Pattern ELSEWHERE =
            Pattern.compile("(?:href|src|url\\(|fetch\\(|import)\\W{0,3}(?:https?:)?//");

    private static final Map<String, String> TYPES =
            Map.of("html", "text/html", "css", "text/css", "js", "text/javascript", "svg", "image/svg+xml");

    @TempDir
    private Path folder;

    private Served served;
    private int port;

    @BeforeEach
    void serve() throws Exception {
        served = new Served(folder).answering();
        port = served.deployOnTcp(Optional.empty());
    }

    @AfterEach
    void close() throws Exception {
        served.close();
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
    void everyFileOfThePageShouldBeServedWithItsType() throws Exception {
        List<String> files = files();

        assertThat(files).contains("index.html", "js/main.js", "css/base.css", "icons/good.svg");
        for (String file : files) {
            HttpClientResponse response = get("/" + file);
            assertThat(response.statusCode()).as(file).isEqualTo(200);
            assertThat(response.getHeader("content-type")).as(file).contains(TYPES.get(extension(file)));
        }
    }

    @Test
    void everyFileThatThePageNamesShouldBeOneOfItsOwn() throws Exception {
        List<String> named = REFERENCE
                .matcher(text("/"))
                .results()
                .map(reference -> reference.group(1))
                .toList();

        assertThat(named).hasSizeGreaterThan(10);
        assertThat(files()).containsAll(named);
    }

    /** A module that is not named is only found when another one has been read, which costs the first paint a turn. */
    @Test
    void everyModuleShouldBeNamedAtOnceSoThatNoneWaitsForAnother() throws Exception {
        String index = text("/");

        assertThat(files())
                .filteredOn(file -> extension(file).equals("js"))
                .allSatisfy(file -> assertThat(index).contains("\"" + file + "\""));
    }

    @Test
    void everyImportShouldBeAModuleOfThePage() throws Exception {
        List<String> files = files();
        for (String file : files) {
            if (extension(file).equals("js")) {
                assertThat(IMPORT.matcher(text("/" + file))
                                .results()
                                .map(found -> "js/" + found.group(1))
                                .toList())
                        .as(file)
                        .isSubsetOf(files);
            }
        }
    }

    @Test
    void pageShouldWeighAtMost180Kilobytes() throws Exception {
        int bytes = 0;
        for (String file : files()) {
            bytes += text("/" + file).getBytes(StandardCharsets.UTF_8).length;
        }

        assertThat(bytes).isBetween(10_000, 180_000);
    }

    @Test
    void noFileShouldSetMarkupOrReachElsewhere() throws Exception {
        for (String file : files()) {
            assertThat(text("/" + file))
                    .as(file)
                    .doesNotContain(
                            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "style=");
            assertThat(ELSEWHERE.matcher(text("/" + file)).results().map(found -> found.group()))
                    .as(file)
                    .isEmpty();
        }
    }

    /** What the folder has, which is what the jar has. */
    private static List<String> files() throws IOException {
        Path root = Path.of("webroot");
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static String extension(String file) {
        return file.substring(file.lastIndexOf('.') + 1);
    }

    private HttpClientResponse get(String path) throws Exception {
        return Served.onLoop(
                served.vertx,
                () -> request(path).compose(response -> response.body().map(response)));
    }

    private String text(String path) throws Exception {
        return Served.onLoop(served.vertx, () -> request(path).compose(HttpClientResponse::body))
                .toString();
    }

    private Future<HttpClientResponse> request(String path) {
        return served.client
                .request(HttpMethod.GET, port, Served.LOOPBACK, path)
                .compose(request -> request.send());
    }
}
