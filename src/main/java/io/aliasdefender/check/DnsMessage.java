package io.aliasdefender.check;

import io.aliasdefender.core.net.IpAddress;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One question to a DNS server and its answer (RFC 1035, section 4). By hand, because Vert.x's client drops the addresses of a name
 * that stands for another one (CNAME).
 */
final class DnsMessage {
    private static final int HEADER_BYTES = 12;
    private static final int A = 1;
    private static final int AAAA = 28;
    private static final int INTERNET = 1;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int IS_ANSWER = 0x8000;
    private static final int TRUNCATED = 0x0200;
    private static final int CODE = 0x000f;
    private static final int POINTER = 0xc0;
    private static final List<String> CODES =
            List.of("NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED");

    private DnsMessage() {}

    /** @param id comes back with the answer */
    static Buffer question(int id, String name, boolean v6) {
        Buffer question = Buffer.buffer()
                .appendUnsignedShort(id)
                .appendUnsignedShort(RECURSION_DESIRED)
                .appendUnsignedShort(1)
                .appendUnsignedShort(0)
                .appendUnsignedShort(0)
                .appendUnsignedShort(0);
        for (String label : name.replaceFirst("\\.$", "").split("\\.", -1)) {
            byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
            question.appendUnsignedByte((short) bytes.length).appendBytes(bytes);
        }
        return question.appendByte((byte) 0).appendUnsignedShort(v6 ? AAAA : A).appendUnsignedShort(INTERNET);
    }

    /** Empty: it answers another question, or none. */
    static Optional<Result> judge(Buffer asked, Buffer answer, boolean v6) {
        try {
            int flags = answer.getUnsignedShort(2);
            boolean ours = answer.getUnsignedShort(0) == asked.getUnsignedShort(0) && (flags & IS_ANSWER) != 0;
            return ours ? Optional.of(judge(answer, flags, v6)) : Optional.empty();
        } catch (IndexOutOfBoundsException torn) {
            return Optional.of(Result.failed("the server's answer is torn"));
        }
    }

    private static Result judge(Buffer answer, int flags, boolean v6) {
        int code = flags & CODE;
        if (code != 0) {
            return Result.failed(
                    "the server answers " + (code < CODES.size() ? CODES.get(code) : "with error " + code));
        }
        List<IpAddress> addresses = addresses(answer, v6);
        if (!addresses.isEmpty()) {
            return Result.passed(addresses.get(0).toString());
        }
        // Whoever has so many addresses that they do not fit has one.
        return (flags & TRUNCATED) != 0
                ? Result.passed("the answer is longer than a datagram")
                : Result.failed("the answer has no " + (v6 ? "AAAA" : "A") + " record");
    }

    private static List<IpAddress> addresses(Buffer answer, boolean v6) {
        List<IpAddress> addresses = new ArrayList<>();
        int at = HEADER_BYTES;
        for (int i = answer.getUnsignedShort(4); i > 0; i--) {
            at = afterName(answer, at) + 4;
        }
        for (int i = answer.getUnsignedShort(6); i > 0; i--) {
            at = afterName(answer, at);
            int type = answer.getUnsignedShort(at);
            int length = answer.getUnsignedShort(at + 8);
            at += 10;
            if (type == (v6 ? AAAA : A) && length == (v6 ? 16 : 4)) {
                addresses.add(IpAddress.of(answer.getBytes(at, at + length)));
            }
            at += length;
        }
        return addresses;
    }

    private static int afterName(Buffer message, int at) {
        int end = at;
        while (true) {
            int length = message.getUnsignedByte(end);
            if (length >= POINTER) {
                return end + 2;
            }
            end += length + 1;
            if (length == 0) {
                return end;
            }
        }
    }
}
