package io.aliasdefender.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Reads what the kernel answers to a request for a whole table (netlink(7), NLM_F_DUMP). */
final class NetlinkDump {
    private NetlinkDump() {}

    /** Which messages are wanted, before anything is made for them. */
    interface Wanted {
        /** @param start where the message begins in the socket's buffer, with its header */
        boolean is(int type, int start, int length);
    }

    /**
     * Reads to the end of the answer.
     *
     * @param sequence of the request
     * @param what was asked for, in the plural
     * @param reader gets the body of each message that is wanted
     * @return false when the kernel says that something changed in between
     * @throws IOException when the kernel refuses or answers with nonsense
     */
    static boolean read(NativeSocket socket, int sequence, String what, Wanted wanted, Consumer<ByteBuffer> reader)
            throws IOException {
        boolean consistent = true;
        while (socket.receive()) {
            for (ByteBuffer in = socket.in; in.remaining() >= Netlink.HEADER_BYTES; ) {
                int start = in.position();
                int length = in.getInt(start);
                if (length < Netlink.HEADER_BYTES || length > in.remaining()) {
                    throw new IOException("the kernel's netlink answer is cut short");
                }
                int type = in.getShort(start + 4);
                consistent &= (in.getShort(start + 6) & Netlink.NLM_F_DUMP_INTR) == 0;
                if (in.getInt(start + 8) == sequence) {
                    if (type == Netlink.NLMSG_DONE) {
                        return consistent;
                    }
                    if (type == Netlink.NLMSG_ERROR) {
                        throw new IOException("the kernel refuses to list its " + what + ": error "
                                + -in.getInt(start + Netlink.HEADER_BYTES));
                    }
                    if (wanted.is(type, start, length)) {
                        reader.accept(in.duplicate()
                                .order(in.order())
                                .limit(start + length)
                                .position(start + Netlink.HEADER_BYTES));
                    }
                }
                in.position(Math.min(start + (length + 3 & ~3), in.limit()));
            }
        }
        throw new IOException("the kernel's netlink answer has no end");
    }
}
