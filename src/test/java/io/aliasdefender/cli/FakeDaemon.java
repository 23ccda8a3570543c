package io.aliasdefender.cli;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Function;

/** Answers on the socket in a state folder whatever a test wants, to one question after the other. */
final class FakeDaemon implements AutoCloseable {
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
                ByteBuffer request = ByteBuffer.allocate(4096);
                channel.read(request);
                String line = new String(request.array(), StandardCharsets.US_ASCII).split("\r\n")[0];
                String answer = answers.apply(line);
                channel.write(
                        ByteBuffer.wrap(("HTTP/1.0 " + answer.substring(0, 3) + " Any\r\n\r\n" + answer.substring(4))
                                .getBytes(StandardCharsets.UTF_8)));
            } catch (IOException gone) {
                // The command has gone, or the test is over.
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
