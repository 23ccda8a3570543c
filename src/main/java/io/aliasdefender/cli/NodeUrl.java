package io.aliasdefender.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Another node than this host's, for commands that only read. */
final class NodeUrl {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Of a node's API, such as http://127.0.0.1:8600. Default: the socket in the state folder")
    private URI url;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Certificates in PEM of whom that node's certificate is trusted. Default: whom Java trusts")
    private Path ca;

    /** Empty: the socket in the state folder is meant. */
    Optional<URI> base() {
        return Optional.ofNullable(url);
    }

    /** @throws ParameterException when they do not go together, or this is no address of an API */
    void requireRight(CommandLine line) {
        if (ca != null && (url == null || !"https".equals(url.getScheme()))) {
            throw new ParameterException(line, "--ca is for --url https://HOST:PORT");
        }
        if (url != null
                && (url.getHost() == null || !String.valueOf(url.getScheme()).matches("https?"))) {
            throw new ParameterException(line, "--url is http://HOST:PORT or https://HOST:PORT");
        }
    }

    /** Whom to trust instead of those whom Java trusts; empty: those. */
    Optional<SSLContext> trusted() throws CommandFailed {
        if (ca == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Trust.of(ca));
        } catch (IOException | GeneralSecurityException unreadable) {
            throw new CommandFailed("--ca " + ca + " cannot be read as certificates in PEM");
        }
    }
}
