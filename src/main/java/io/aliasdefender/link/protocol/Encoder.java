package io.aliasdefender.link.protocol;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.link.protocol.Body.AliasPart;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Makes the bytes of messages. */
public final class Encoder {
    private Encoder() {}

    /**
     * The signed datagram.
     *
     * @throws IllegalArgumentException when it is longer than a message may be, or its key is not there
     */
    public static byte[] encode(Message message, Signing signing) {
        int room = room(message.body());
        if (room < 0) {
            throw new IllegalArgumentException("longer than " + Layout.MOST_BYTES + " bytes");
        }
        ByteBuffer out = ByteBuffer.allocate(Layout.MOST_BYTES - Layout.SIGNATURE_BYTES - room);
        header(out, message.header());
        body(out, message.body());
        return signing.signed(out.array(), out.position(), message.header().keyId());
    }

    /**
     * What is left for aliases beside the rest of a body.
     *
     * @param blaming whether they name checks
     */
    static Room roomForAliases(Body rest, boolean blaming) {
        int left = room(rest) - 2 * Layout.SECTION_HEAD_BYTES - Layout.ALIASES_HEAD_BYTES;
        return blaming ? new Room(left - Layout.SECTION_HEAD_BYTES, FailingSections.BLAME_BYTES) : new Room(left);
    }

    /** Whether a body without aliases leaves a fifth of a message for them. */
    static boolean leavesRoom(Body body) {
        return room(body) >= Layout.MOST_BYTES / 5;
    }

    /** How many bytes there are for what is said to one node alone; a fifth of a message is left for the aliases. */
    public static int roomForTalk(Body rest) {
        return room(rest) - 3 * Layout.SECTION_HEAD_BYTES - Layout.MOST_BYTES / 5;
    }

    /** How many bytes are left beside a body; less than 0: it is too long. */
    private static int room(Body body) {
        return Layout.MOST_BYTES - Layout.SIGNATURE_BYTES - Layout.HEADER_BYTES - Sizes.of(body);
    }

    private static void header(ByteBuffer out, Header header) {
        out.putInt(Layout.MAGIC)
                .put((byte) Layout.MAJOR)
                .put((byte) Layout.MINOR)
                .putShort((short) header.keyId())
                .putShort((short) header.otherKeyId())
                .putShort((short) header.rank())
                .putShort((short) header.spacingMillis())
                .put((byte) header.lossPercent())
                .put((byte) (header.wantsWhole() ? Layout.WANTS_WHOLE : 0))
                .putLong(header.cluster())
                .putLong(header.sender())
                .putLong(header.path())
                .putLong(header.boot())
                .putLong(header.counter())
                .putLong(header.echoBoot())
                .putLong(header.echoCounter())
                .putInt((int) header.echoDelayMicros());
    }

    private static void body(ByteBuffer out, Body body) {
        body.host()
                .ifPresent(host -> section(
                        out,
                        Layout.HOST,
                        () -> out.put((byte) ((host.maintenance() ? Layout.IN_MAINTENANCE : 0)
                                | (host.stops() ? Layout.STOPS : 0)))));
        body.configuration().ifPresent(parts -> section(out, Layout.CONFIGURATION, () -> parts(out, parts.digests())));
        if (!body.macs().isEmpty()) {
            section(out, Layout.MACS, () -> macs(out, body.macs()));
        }
        body.summary()
                .ifPresent(summary -> section(out, Layout.SUMMARY, () -> {
                    out.putLong(summary.version()).putLong(summary.digest()).putInt(summary.count());
                    summary.services().ifPresent(out::putLong);
                }));
        body.aliases().ifPresent(part -> section(out, Layout.ALIASES, () -> aliases(out, part)));
        body.aliases()
                .filter(part -> !part.told().isEmpty())
                .ifPresent(part -> section(
                        out,
                        Layout.SERVICES,
                        () -> part.told()
                                .forEach(told ->
                                        out.put((byte) told.said().service().number()))));
        body.aliases()
                .map(AliasPart::told)
                .filter(FailingSections::anyBlames)
                .ifPresent(told -> section(out, Layout.BLAMES, () -> FailingSections.blames(out, told)));
        talk(out, body.talk());
        body.failing().ifPresent(failing -> section(out, Layout.FAILING, () -> FailingSections.checks(out, failing)));
    }

    private static void talk(ByteBuffer out, Body.Talk talk) {
        if (!talk.offers().isEmpty()) {
            section(
                    out,
                    Layout.OFFERS,
                    () -> talk.offers().forEach(offer -> {
                        address(out, offer.alias());
                        out.put((byte) AliasTold.flags(offer.said()))
                                .putLong(offer.id())
                                .putShort((short) offer.leftMillis());
                    }));
        }
        if (!talk.replies().isEmpty()) {
            section(
                    out,
                    Layout.REPLIES,
                    () -> talk.replies().forEach(reply -> {
                        address(out, reply.alias());
                        out.put((byte) AliasTold.flags(reply.said()))
                                .putLong(reply.id())
                                .put((byte) Outcomes.number(reply.outcome()));
                    }));
        }
        talk.asked().ifPresent(asked -> section(out, Layout.ASKED, () -> asked.forEach(alias -> address(out, alias))));
    }

    private static void section(ByteBuffer out, int type, Runnable value) {
        out.putShort((short) type);
        int lengthAt = out.position();
        out.putShort((short) 0);
        value.run();
        out.putShort(lengthAt, (short) (out.position() - lengthAt - Short.BYTES));
    }

    private static void parts(ByteBuffer out, Map<Part, Long> digests) {
        digests.forEach((part, digest) -> out.put((byte) part.number()).putLong(digest));
    }

    private static void macs(ByteBuffer out, List<Body.MacTold> macs) {
        for (Body.MacTold told : macs) {
            address(out, told.address().address());
            out.put((byte) told.address().prefixLength()).put(told.mac().toBytes());
        }
    }

    private static void aliases(ByteBuffer out, AliasPart part) {
        out.put((byte) part.kind().number());
        part.after().ifPresentOrElse(after -> address(out, after), () -> out.put((byte) Layout.NO_FAMILY));
        for (AliasTold told : part.told()) {
            address(out, told.address());
            out.put((byte) told.flags()).putInt((int) told.ageMillis());
        }
        for (IpAddress gone : part.gone()) {
            address(out, gone);
            out.put((byte) AliasTold.GONE).putInt(0);
        }
    }

    private static void address(ByteBuffer out, IpAddress address) {
        out.put((byte) (address.v6() ? Layout.V6 : Layout.V4)).put(address.toBytes());
    }
}
