package io.aliasdefender.web;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A server on a Unix socket that answers one connection as badly as a test wants it to. */
final class FakeServer implements AutoCloseable {
    /** What is done with the connection after its request was read. */
    interface Behaviour {
        void answer(SocketChannel channel) throws IOException, InterruptedException;
    }

    private final ServerSocketChannel server;
    private final Thread thread;

    FakeServer(Path socket, Behaviour behaviour) throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        thread = new Thread(() -> serve(behaviour), "fake-server");
        thread.setDaemon(true);
        thread.start();
    }

    static Behaviour saying(String text) {
        return channel -> write(channel, text);
    }

    static void write(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void serve(Behaviour behaviour) {
        try (SocketChannel channel = server.accept()) {
            channel.read(ByteBuffer.allocate(4096));
            behaviour.answer(channel);
        } catch (IOException | InterruptedException clientGone) {
            // The client gave up, or the test is over.
        }
    }

    /** Returns when nobody listens any more: a thread still inside accept() would let one more client in. */
    @Override
    public void close() throws IOException {
        thread.interrupt();
        server.close();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
