package io.aliasdefender.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aliasdefender.lab.Story.Options;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LabRequired.class)
class DemoIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern LINK = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void linksOfBothPagesShouldAnswerWhileTheDemoRunsAndNoLonger() throws Exception {
        Screen screen = new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, true);
        Options options = new Options(false, Duration.ofMillis(100));
        Thread demo = new Thread(() -> Story.run(options, screen, DaemonCommand.ofThisProgram()), "demo");
        demo.start();
        List<String> links;
        try {
            Await.until(SOON, () -> links().size() == 2, this::text);
            links = links();

            // In the story both hosts are without a daemon for a while.
            awaitAnswer(links.get(0), "<title>");
            awaitAnswer(links.get(0) + "api/status", "\"node\":\"web1\"");
            awaitAnswer(links.get(1) + "api/status", "\"node\":\"web2\"");
            awaitAnswer(links.get(1) + "api/peers", "\"node\":\"web1\"");
        } finally {
            demo.interrupt();
            demo.join(SOON.toMillis());
        }

        assertThat(demo.isAlive()).isFalse();
        for (String link : links) {
            assertThatThrownBy(() -> get(link)).isInstanceOf(IOException.class);
        }
    }

    private List<String> links() {
        return LINK.matcher(text()).results().map(MatchResult::group).toList();
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void awaitAnswer(String link, String words) {
        Await.until(SOON, () -> answers(link, words), () -> link + " has " + words + "\n" + text());
    }

    private boolean answers(String link, String words) {
        try {
            return get(link).body().contains(words);
        } catch (IOException nobodyThere) {
            return false;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private HttpResponse<String> get(String link) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(link)).timeout(SOON).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
