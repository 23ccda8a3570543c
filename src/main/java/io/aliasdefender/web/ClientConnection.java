package io.aliasdefender.web;

import io.aliasdefender.config.Lookups;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection of a client of ours, by the JDK's sockets: those of its HTTP client follow every interim answer by a call of
 * their own. It exists before it is connected, so that a {@link Deadline} can close it at any point.
 */
abstract class ClientConnection implements Closeable {
    /** Blocks, until {@link #close()} at the longest. */
    abstract void connect(Duration limit) throws IOException;

    abstract InputStream in() throws IOException;

    abstract OutputStream out() throws IOException;

    /** The header that names the host; empty where there is none. */
    abstract String hostHeader();

    static ClientConnection to(Path socket) throws IOException {
        return new Unix(socket);
    }

    /** To {@code http://HOST[:PORT]} or {@code https://...}. */
    static ClientConnection to(URI base, Optional<SSLContext> trust) {
        return new Tcp(base, trust);
    }

    private static final class Unix extends ClientConnection {
        private final Path socket;
        private final SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);

        Unix(Path socket) throws IOException {
            this.socket = socket;
        }

        @Override
        void connect(Duration limit) throws IOException {
            channel.connect(UnixDomainSocketAddress.of(socket));
        }

        @Override
        InputStream in() {
            return Channels.newInputStream(channel);
        }

        @Override
        OutputStream out() {
            return Channels.newOutputStream(channel);
        }

        @Override
        String hostHeader() {
            return "";
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static final class Tcp extends ClientConnection {
        private final URI base;
        private final Optional<SSLContext> trust;
        private final Socket socket = new Socket();
        private Socket secured = socket;

        Tcp(URI base, Optional<SSLContext> trust) {
            this.base = base;
            this.trust = trust;
        }

        private boolean tls() {
            return "https".equalsIgnoreCase(base.getScheme());
        }

        @Override
        void connect(Duration limit) throws IOException {
            int port = base.getPort() >= 0 ? base.getPort() : tls() ? 443 : 80;
            String host = base.getHost().replaceAll("[\\[\\]]", "");
            // By itself, a connection waits for the resolver whatever its own limit is, and cannot be closed meanwhile.
            socket.connect(new InetSocketAddress(Lookups.address(host, limit), port), (int) limit.toMillis());
            if (tls()) {
                SSLSocketFactory factory = trust.map(SSLContext::getSocketFactory)
                        .orElseGet(() -> (SSLSocketFactory) SSLSocketFactory.getDefault());
                SSLSocket over = (SSLSocket) factory.createSocket(socket, host, port, true);
                SSLParameters parameters = over.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                over.setSSLParameters(parameters);
                over.startHandshake();
                secured = over;
            }
        }

        @Override
        InputStream in() throws IOException {
            return secured.getInputStream();
        }

        @Override
        OutputStream out() throws IOException {
            return secured.getOutputStream();
        }

        @Override
        String hostHeader() {
            return "Host: " + base.getAuthority() + "\r\n";
        }

        /** Below TLS, whose orderly end may wait for the other side. */
        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
