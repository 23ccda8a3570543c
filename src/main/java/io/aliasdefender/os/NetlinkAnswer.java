package io.aliasdefender.os;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The kernel's acknowledgement of one netlink message, or its refusal (netlink(7), NLMSG_ERROR).
 *
 * @param sequence of the message that is answered
 * @param errno 0: done
 * @param words the kernel's own for an error; mostly empty
 */
record NetlinkAnswer(int sequence, int errno, String words) {
    private static final int NLM_F_ACK_TLVS = 0x200;
    private static final int NLMSGERR_ATTR_MSG = 1;
    /** The error's number and the header of the message that is answered; with NETLINK_CAP_ACK nothing more of it. */
    private static final int ERROR_BYTES = Integer.BYTES + Netlink.HEADER_BYTES;

    /** All the answers in one packet, which may hold several; what is cut short or no answer is left out. */
    static List<NetlinkAnswer> read(ByteBuffer in) {
        List<NetlinkAnswer> answers = new ArrayList<>();
        int start = in.position();
        while (in.limit() - start >= Netlink.HEADER_BYTES + ERROR_BYTES) {
            int length = in.getInt(start);
            if (length < Netlink.HEADER_BYTES || length > in.limit() - start) {
                break;
            }
            if (in.getShort(start + 4) == Netlink.NLMSG_ERROR && length >= Netlink.HEADER_BYTES + ERROR_BYTES) {
                boolean hasWords = (in.getShort(start + 6) & NLM_F_ACK_TLVS) != 0;
                answers.add(new NetlinkAnswer(
                        in.getInt(start + 8),
                        -in.getInt(start + Netlink.HEADER_BYTES),
                        hasWords ? words(in, start + Netlink.HEADER_BYTES + ERROR_BYTES, start + length) : ""));
            }
            start += length + 3 & ~3;
        }
        return answers;
    }

    private static String words(ByteBuffer in, int from, int end) {
        ByteBuffer message = in.duplicate().order(in.order()).limit(end);
        ByteBuffer words = NetlinkMessages.attributes(message, from).get(NLMSGERR_ATTR_MSG);
        return words == null ? "" : NetlinkMessages.text(words);
    }
}
