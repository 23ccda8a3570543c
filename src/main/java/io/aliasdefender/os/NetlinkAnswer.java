package io.aliasdefender.os;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
    private static final int NLMSG_ERROR = 2;
    private static final int NLM_F_ACK_TLVS = 0x200;
    private static final int NLMSGERR_ATTR_MSG = 1;
    private static final int HEADER_BYTES = 16;
    /** The error's number and the header of the message that is answered; with NETLINK_CAP_ACK nothing more of it. */
    private static final int ERROR_BYTES = Integer.BYTES + HEADER_BYTES;

    /** All the answers in one packet, which may hold several; what is cut short or no answer is left out. */
    static List<NetlinkAnswer> read(ByteBuffer in) {
        List<NetlinkAnswer> answers = new ArrayList<>();
        int start = in.position();
        while (in.limit() - start >= HEADER_BYTES + ERROR_BYTES) {
            int length = in.getInt(start);
            if (length < HEADER_BYTES || length > in.limit() - start) {
                break;
            }
            if (in.getShort(start + 4) == NLMSG_ERROR && length >= HEADER_BYTES + ERROR_BYTES) {
                boolean hasWords = (in.getShort(start + 6) & NLM_F_ACK_TLVS) != 0;
                answers.add(new NetlinkAnswer(
                        in.getInt(start + 8),
                        -in.getInt(start + HEADER_BYTES),
                        hasWords ? words(in, start + HEADER_BYTES + ERROR_BYTES, start + length) : ""));
            }
            start += length + 3 & ~3;
        }
        return answers;
    }

    private static String words(ByteBuffer in, int from, int end) {
        int at = from;
        while (end - at >= 4) {
            int length = in.getShort(at) & 0xffff;
            if (length < 4 || length > end - at) {
                return "";
            }
            if (in.getShort(at + 2) == NLMSGERR_ATTR_MSG) {
                byte[] text = new byte[length - 4];
                in.get(at + 4, text);
                return new String(text, StandardCharsets.US_ASCII).replace("\0", "");
            }
            at += length + 3 & ~3;
        }
        return "";
    }
}
