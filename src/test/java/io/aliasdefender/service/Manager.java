package io.aliasdefender.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A real Unix datagram socket that hears what a service manager would. */
public final class Manager implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SHUT_RD = 0;
    private static final NativeLibrary C = NativeLibrary.getInstance("c");

    private final int fd;
    private final Thread reader;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private volatile boolean stuck;

    /** @param address a path, or an abstract one with @ */
    public Manager(String address) {
        byte[] name = address.getBytes(StandardCharsets.UTF_8);
        ByteBuffer socketAddress = ByteBuffer.allocateDirect(110).order(ByteOrder.nativeOrder());
        socketAddress.putShort((short) AF_UNIX).put(name);
        if (name[0] == '@') {
            socketAddress.put(Short.BYTES, (byte) 0);
        }
        fd = call("socket", AF_UNIX, SOCK_DGRAM, 0);
        Pointer pointer = Native.getDirectBufferPointer(socketAddress);
        assertThat(call("bind", fd, pointer, Short.BYTES + name.length + (name[0] == '@' ? 0 : 1)))
                .isZero();
        reader = new Thread(this::read, "manager");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(8192);
        Pointer pointer = Native.getDirectBufferPointer(buffer);
        while (true) {
            int length = call("recv", fd, pointer, buffer.capacity(), 0);
            if (length <= 0 || stuck) {
                return;
            }
            byte[] bytes = new byte[length];
            buffer.get(0, bytes);
            heard.add(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    /** Reads one message more and then no further one. */
    public void stick() {
        stuck = true;
    }

    /** The next message; an empty one when none came in time. */
    public String next() throws InterruptedException {
        String message = heard.poll(30, TimeUnit.SECONDS);
        return message == null ? "" : message;
    }

    /** What has come by now and was not asked for yet. */
    public BlockingQueue<String> heard() {
        return heard;
    }

    @Override
    public void close() {
        call("shutdown", fd, SHUT_RD);
        call("close", fd);
    }

    private static int call(String name, Object... arguments) {
        return C.getFunction(name).invokeInt(arguments);
    }
}
