package io.aliasdefender.web;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.vertx.core.http.HttpClosedException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Why a peer could not be read, in a sentence for whoever set it up. */
final class PeerTrouble {
    private PeerTrouble() {}

    /** @param limit that a question has */
    static String sentence(Throwable failure, Duration limit) {
        Deque<Throwable> innermostFirst = new ArrayDeque<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            innermostFirst.addFirst(cause);
        }
        return innermostFirst.stream()
                .map(cause -> known(cause, limit))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> Objects.requireNonNullElse(
                        failure.getMessage(), failure.getClass().getSimpleName()));
    }

    private static Optional<String> known(Throwable cause, Duration limit) {
        String message = Objects.requireNonNullElse(cause.getMessage(), "");
        if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
            return Optional.of("its certificate is out of date, or a clock is wrong");
        } else if (cause instanceof CertPathBuilderException) {
            return Optional.of("its certificate is not signed by anybody in web: peer-ca, or, without that key, by"
                    + " anybody whom the system trusts");
        } else if (cause instanceof CertificateException && message.contains("subject alternative")) {
            return Optional.of("its certificate is not made for the host in its address under web: peers");
        } else if (cause instanceof NotSslRecordException) {
            return Optional.of("it does not speak TLS; its address under web: peers is to begin with http://");
        } else if (cause instanceof SSLException) {
            return Optional.of("no TLS connection: " + message);
        } else if (cause instanceof ConnectTimeoutException || cause instanceof TimeoutException) {
            return Optional.of("it does not answer within " + limit.toSeconds() + " s");
        } else if (cause instanceof ConnectException) {
            return Optional.of(message.contains("refused") ? "nobody listens there" : "it cannot be reached");
        } else if (cause instanceof UnknownHostException) {
            return Optional.of("its name cannot be resolved");
        } else if (cause instanceof IllegalArgumentException || cause instanceof DecoderException) {
            return Optional.of("it does not speak HTTP");
        } else if (cause instanceof HttpClosedException) {
            return Optional.of("it closes the connection without an answer; does it want https://?");
        }
        return Optional.empty();
    }
}
