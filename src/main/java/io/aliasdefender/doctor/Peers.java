package io.aliasdefender.doctor;

import io.aliasdefender.payload.Settings;
import io.aliasdefender.payload.Settings.Web;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Asks the other nodes, where the configuration says how, for the configuration that runs there. */
final class Peers {
    private static final int LIMIT_MILLIS = 1_000;
    private static final int MAX_BYTES = 4 << 20;

    private Peers() {}

    /**
     * What one said.
     *
     * @param problem why there is no configuration
     */
    record Said(Optional<JsonObject> configuration, Optional<String> problem) {}

    /** All at once; each within its limit. */
    static Map<String, Said> ask(Optional<Settings> settings) {
        Map<String, CompletableFuture<Said>> asked = new LinkedHashMap<>();
        settings.map(Settings::web)
                .ifPresent(web -> web.peers()
                        .forEach((node, url) -> asked.put(node, CompletableFuture.supplyAsync(() -> ask(web, url)))));
        Map<String, Said> said = new LinkedHashMap<>();
        asked.forEach((node, answer) -> said.put(node, answer.join()));
        return said;
    }

    private static Said ask(Web web, String url) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url + "/api/config").toURL().openConnection();
            if (connection instanceof HttpsURLConnection encrypted
                    && web.peerAuthority().isPresent()) {
                encrypted.setSSLSocketFactory(trusting(web.peerAuthority().get()));
            }
            connection.setConnectTimeout(LIMIT_MILLIS);
            connection.setReadTimeout(LIMIT_MILLIS);
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                return problem("it answers with HTTP status " + connection.getResponseCode());
            }
            try (InputStream body = connection.getInputStream()) {
                String text = new String(body.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
                return Json.decodeValue(text) instanceof JsonObject configuration
                        ? new Said(Optional.of(configuration), Optional.empty())
                        : problem("its answer is no JSON object");
            }
        } catch (DecodeException broken) {
            return problem("its answer is no JSON object");
        } catch (IOException | GeneralSecurityException | RuntimeException failure) {
            return problem(String.valueOf(failure.getMessage()));
        }
    }

    private static Said problem(String why) {
        return new Said(Optional.empty(), Optional.of(why));
    }

    private static SSLSocketFactory trusting(String pem) throws IOException, GeneralSecurityException {
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
        return context.getSocketFactory();
    }
}
