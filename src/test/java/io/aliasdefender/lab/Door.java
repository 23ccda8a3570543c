package io.aliasdefender.lab;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.os.NetNs;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** One way to a daemon's API, for any request, well-formed or not. */
interface Door {
    int PORT = 8600;
    int LIMIT_MILLIS = 10_000;

    /** Sends it as it is, and reads until the daemon has said all. */
    String exchange(String request) throws Exception;

    /**
     * An answer.
     *
     * @param head with the status line
     */
    record Answer(int status, String head, String text) {
        JsonObject json() {
            return new JsonObject(text);
        }

        /** The sentence of a problem. */
        String detail() {
            return json().getString("detail");
        }
    }

    default Answer get(String path, String... headers) throws Exception {
        return ask("GET", path, "", headers);
    }

    default Answer post(String path, String... headers) throws Exception {
        return ask("POST", path, "", headers);
    }

    /** In HTTP/1.0, so that the answer ends where the connection ends. */
    default Answer ask(String method, String path, String body, String... headers) throws Exception {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.0\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        if (!method.equals("GET")) {
            request.append("Content-Length: ")
                    .append(body.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n");
        }
        String answer = exchange(request + "\r\n" + body);
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no answer, but: " + answer);
        }
        return new Answer(
                Integer.parseInt(answer.substring(9, 12)), answer.substring(0, end), answer.substring(end + 4));
    }

    /** The Unix socket of a host's daemon. */
    static Door unix(LabHost host) {
        return request -> {
            try (SocketChannel channel =
                    SocketChannel.open(UnixDomainSocketAddress.of(host.state().resolve("api.sock")))) {
                return exchange(Channels.newInputStream(channel), Channels.newOutputStream(channel), request);
            }
        };
    }

    /**
     * TCP.
     *
     * @param trust with TLS, for whoever it trusts; empty: without
     */
    static Door tcp(Namespace from, IpAddress to, Optional<SSLContext> trust) {
        return request -> {
            try (Socket socket = NetNs.call(from.name(), () -> connect(to, trust))) {
                return exchange(socket.getInputStream(), socket.getOutputStream(), request);
            }
        };
    }

    private static Socket connect(IpAddress to, Optional<SSLContext> trust) throws IOException {
        Socket plain = new Socket();
        plain.connect(new InetSocketAddress(to.toString(), PORT), LIMIT_MILLIS);
        plain.setSoTimeout(LIMIT_MILLIS);
        if (trust.isEmpty()) {
            return plain;
        }
        SSLSocket socket = (SSLSocket) trust.get().getSocketFactory().createSocket(plain, to.toString(), PORT, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static String exchange(InputStream in, OutputStream out, String request) throws IOException {
        out.write(request.getBytes(StandardCharsets.UTF_8));
        out.flush();
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
}
