package io.aliasdefender.cli;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers on the socket in a state folder whatever a test wants, to one question after the other. */
final class FakeDaemon implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)");

    private final ServerSocketChannel server;

    /** @param answers the body, and before it the status of HTTP and a blank, by the request's first line */
    FakeDaemon(Path state, Function<String, String> answers) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(state.resolve(CommonOptions.SOCKET_NAME)));
        Thread thread = new Thread(() -> serve(answers), "fake-daemon");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Function<String, String> answers) {
        while (server.isOpen()) {
            try (SocketChannel channel = server.accept()) {
                String line = request(channel).split("\r\n")[0];
                String answer = answers.apply(line);
                channel.write(
                        ByteBuffer.wrap(("HTTP/1.0 " + answer.substring(0, 3) + " Any\r\n\r\n" + answer.substring(4))
                                .getBytes(StandardCharsets.UTF_8)));
            } catch (IOException gone) {
                // The command has gone, or the test is over.
            }
        }
    }

    /** The whole of it: who is not read to the end cannot write to the end. */
    private static String request(SocketChannel channel) throws IOException {
        ByteBuffer request = ByteBuffer.allocate(4096);
        String text = "";
        do {
            if (channel.read(request) < 0) {
                throw new EOFException();
            }
            text = new String(request.array(), 0, request.position(), StandardCharsets.US_ASCII);
        } while (!isWhole(text));
        return text;
    }

    private static boolean isWhole(String text) {
        int end = text.indexOf("\r\n\r\n");
        Matcher length = LENGTH.matcher(text);
        return end >= 0 && text.length() >= end + 4 + (length.find() ? Integer.parseInt(length.group(1)) : 0);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
