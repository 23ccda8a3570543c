package io.aliasdefender.check;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClosedException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Exceptions as clauses for people. */
final class Failure {
    private static final int MOST_CAUSES = 10;

    private Failure() {}

    static String sentence(Throwable failure) {
        if (failure instanceof SSLException) {
            return tls(failure);
        }
        if (failure instanceof ConnectTimeoutException || failure instanceof TimeoutException) {
            return "no answer in time";
        }
        if (failure instanceof NoRouteToHostException) {
            return "no route to the host";
        }
        if (failure instanceof ConnectException) {
            return String.valueOf(failure.getMessage()).contains("refused")
                    ? "connection refused"
                    : "cannot connect: " + message(failure);
        }
        if (failure instanceof UnknownHostException || failure.getCause() instanceof UnknownHostException) {
            return "the name does not resolve";
        }
        if (failure instanceof HttpClosedException) {
            return "the server closed the connection without an answer";
        }
        // Said by every transport in its own way, with the name of a system call before it.
        if (message(failure).contains("Connection reset")) {
            return "the server reset the connection";
        }
        if (failure instanceof VertxException && failure.getCause() != null) {
            return sentence(failure.getCause());
        }
        return message(failure);
    }

    private static String tls(Throwable failure) {
        if (cause(failure, CertificateExpiredException.class).isPresent()) {
            return "the server's certificate has expired";
        }
        if (cause(failure, CertificateNotYetValidException.class).isPresent()) {
            return "the server's certificate is not valid yet";
        }
        if (cause(failure, CertPathBuilderException.class).isPresent()) {
            return "nobody who is trusted vouches for the server's certificate";
        }
        String message = message(failure);
        Throwable at = failure;
        for (int i = 0; at != null && i < MOST_CAUSES; i++) {
            message = message(at);
            if (message.contains("No subject alternative") || message.contains("No name matching")) {
                return "the server's certificate is for another name";
            }
            at = at.getCause();
        }
        return "TLS fails: " + message;
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        Throwable at = failure;
        for (int i = 0; at != null && i < MOST_CAUSES; i++) {
            if (type.isInstance(at)) {
                return Optional.of(type.cast(at));
            }
            at = at.getCause();
        }
        return Optional.empty();
    }

    private static String message(Throwable failure) {
        return failure.getMessage() == null || failure.getMessage().isBlank()
                ? failure.getClass().getSimpleName()
                : failure.getMessage();
    }
}
