package io.aliasdefender.doctor;

import io.aliasdefender.payload.Settings;
import io.aliasdefender.payload.Settings.Web;
import io.aliasdefender.web.ApiClient;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Asks the other nodes, where the configuration says how, for the configuration that runs there. */
final class PeerConfigurations {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    /** For all of them: a name in an address may take longer to look up than a question may last. */
    private static final Duration LIMIT_OF_ALL = Duration.ofSeconds(5);

    private static final int MOST_AT_ONCE = 32;

    private PeerConfigurations() {}

    /**
     * What one said.
     *
     * @param problem why there is no configuration
     */
    record Said(Optional<JsonObject> configuration, Optional<String> problem) {}

    /** Side by side; each within its limit, and all within theirs. */
    static Map<String, Said> ask(Optional<Settings> settings) throws InterruptedException {
        return settings.isEmpty() ? Map.of() : ask(settings.get().web(), LIMIT, LIMIT_OF_ALL);
    }

    static Map<String, Said> ask(Web web, Duration limit, Duration limitOfAll) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + limitOfAll.toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(MOST_AT_ONCE, work -> {
            Thread thread = new Thread(work, "doctor-peers");
            // A look-up of a name cannot be ended: the process does not wait for it.
            thread.setDaemon(true);
            return thread;
        });
        try {
            Map<String, Future<Said>> asked = new LinkedHashMap<>();
            web.peers().forEach((node, url) -> asked.put(node, threads.submit(() -> ask(web, url, limit))));
            Map<String, Said> said = new LinkedHashMap<>();
            for (Map.Entry<String, Future<Said>> answer : asked.entrySet()) {
                said.put(answer.getKey(), await(answer.getValue(), deadlineNanos));
            }
            return said;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Said await(Future<Said> answer, long deadlineNanos) throws InterruptedException {
        try {
            return answer.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException tooLate) {
            return problem("it gave no answer in time");
        } catch (ExecutionException error) {
            return problem(String.valueOf(error.getCause()));
        }
    }

    private static Said ask(Web web, String url, Duration limit) {
        try {
            Optional<SSLContext> trust = web.peerAuthority().isPresent()
                    ? Optional.of(trusting(web.peerAuthority().get()))
                    : Optional.empty();
            ApiClient.Answer answer = new ApiClient(URI.create(url), trust, limit).get("/api/config");
            return answer.status() == HttpURLConnection.HTTP_OK
                    ? new Said(Optional.of(answer.body()), Optional.empty())
                    : problem("it answers with HTTP status " + answer.status());
        } catch (IOException | GeneralSecurityException | RuntimeException failure) {
            return problem(String.valueOf(failure.getMessage()));
        }
    }

    private static Said problem(String why) {
        return new Said(Optional.empty(), Optional.of(why));
    }

    private static SSLContext trusting(String pem) throws IOException, GeneralSecurityException {
        List<Certificate> authorities = new ArrayList<>(CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (Certificate authority : authorities) {
            store.setCertificateEntry("peer-ca-" + store.size(), authority);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
