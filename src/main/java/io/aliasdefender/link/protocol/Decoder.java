package io.aliasdefender.link.protocol;

import io.aliasdefender.core.net.Cidr;
import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.core.net.MacAddress;
import io.aliasdefender.core.told.Blame;
import io.aliasdefender.core.told.Known;
import io.aliasdefender.core.told.Said;
import io.aliasdefender.link.protocol.Body.AliasPart;
import io.aliasdefender.link.protocol.Body.FailingTold;
import io.aliasdefender.link.protocol.Body.HostTold;
import io.aliasdefender.link.protocol.Body.MacTold;
import io.aliasdefender.link.protocol.Body.OfferTold;
import io.aliasdefender.link.protocol.Body.Parts;
import io.aliasdefender.link.protocol.Body.ReplyTold;
import io.aliasdefender.link.protocol.Body.Summary;
import io.aliasdefender.link.protocol.Body.Talk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads messages strictly: whatever the bytes are, the answer is a message or the reason why it is none, and nothing is
 * allocated by a length that is only claimed.
 */
public final class Decoder {
    private Optional<HostTold> host = Optional.empty();
    private Optional<Parts> configuration = Optional.empty();
    private List<MacTold> macs = List.of();
    private Optional<Summary> summary = Optional.empty();
    private Optional<AliasPart> aliases = Optional.empty();
    private List<OfferTold> offers = List.of();
    private List<ReplyTold> replies = List.of();
    private Optional<List<IpAddress>> asked = Optional.empty();
    private List<Known> services = List.of();
    private Optional<FailingTold> failing = Optional.empty();
    private List<Blame> blames = List.of();

    private Decoder() {}

    /** Tells by how it fails what is wrong; never leaves this class. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final Refusal why;

        Refused(Refusal why) {
            // A flood must not cost a walk through the stack for each datagram.
            super(null, null, false, false);
            this.why = why;
        }
    }

    /** Everything at once: the header, the signature, the body. */
    public static Decoded<Message> decode(byte[] bytes, int length, Signing signing) {
        Decoded<Header> header = header(bytes, length);
        if (header instanceof Decoded.Wrong<Header> wrong) {
            return new Decoded.Wrong<>(wrong.why());
        }
        Optional<Refusal> unsigned = signing.verify(bytes, length);
        return unsigned.isPresent()
                ? new Decoded.Wrong<>(unsigned.get())
                : body(bytes, length, header.found().orElseThrow());
    }

    /** What can be looked at for next to nothing; nobody vouches for it yet. */
    public static Decoded<Header> header(byte[] bytes, int length) {
        if (length < Layout.HEADER_BYTES + Layout.SIGNATURE_BYTES) {
            return new Decoded.Wrong<>(Refusal.TOO_SHORT);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, length);
        if (in.getInt() != Layout.MAGIC) {
            return new Decoded.Wrong<>(Refusal.NO_MESSAGE);
        }
        if (in.get() != Layout.MAJOR) {
            return new Decoded.Wrong<>(Refusal.OTHER_VERSION);
        }
        if (length > Layout.MOST_BYTES) {
            return new Decoded.Wrong<>(Refusal.TOO_LONG);
        }
        in.get(); // the minor version
        Header header = new Header(
                unsigned16(in),
                unsigned16(in),
                unsigned16(in),
                unsigned16(in),
                in.get() & 0xff,
                (in.get() & Layout.WANTS_WHOLE) != 0,
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getInt() & 0xffff_ffffL);
        boolean right = header.keyId() > 0
                && header.rank() > 0
                && header.spacingMillis() > 0
                && header.boot() != 0
                && header.counter() > 0
                && header.echoCounter() >= 0
                && (header.lossPercent() <= 100 || header.lossPercent() == Header.UNKNOWN_LOSS);
        return right ? new Decoded.Right<>(header) : new Decoded.Wrong<>(Refusal.BAD_VALUE);
    }

    /** The rest of a datagram whose signature was found to be right. */
    public static Decoded<Message> body(byte[] bytes, int length, Header header) {
        try {
            int end = length - Layout.SIGNATURE_BYTES;
            ByteBuffer in = ByteBuffer.wrap(bytes, Layout.HEADER_BYTES, end - Layout.HEADER_BYTES);
            return new Decoded.Right<>(new Message(header, new Decoder().sections(in)));
        } catch (Refused refused) {
            return new Decoded.Wrong<>(refused.why);
        }
    }

    private Body sections(ByteBuffer in) throws Refused {
        int seen = 0;
        while (in.hasRemaining()) {
            require(in.remaining() >= Layout.SECTION_HEAD_BYTES, Refusal.TORN_SECTION);
            int type = unsigned16(in);
            int size = unsigned16(in);
            require(size <= in.remaining(), Refusal.TORN_SECTION);
            ByteBuffer value = in.slice(in.position(), size);
            in.position(in.position() + size);
            if (type > 0 && type <= Layout.MOST_KNOWN_TYPE) {
                require((seen & 1 << type) == 0, Refusal.DOUBLE_SECTION);
                seen |= 1 << type;
                section(type, value);
            }
        }
        return new Body(
                host,
                configuration,
                macs,
                summary,
                aliases.map(this::serving),
                new Talk(offers, replies, asked),
                failing);
    }

    private void section(int type, ByteBuffer in) throws Refused {
        switch (type) {
            case Layout.HOST -> host = Optional.of(host(in));
            case Layout.CONFIGURATION -> configuration = Optional.of(parts(in));
            case Layout.MACS -> macs = macs(in);
            case Layout.SUMMARY -> summary = Optional.of(summary(in));
            case Layout.ALIASES -> aliases = Optional.of(aliases(in));
            case Layout.OFFERS -> offers = offers(in);
            case Layout.REPLIES -> replies = replies(in);
            case Layout.SERVICES -> services = services(in);
            case Layout.FAILING -> failing = FailingSections.checks(in);
            case Layout.BLAMES -> blames = FailingSections.blames(in);
            default -> asked = Optional.of(asked(in));
        }
    }

    private static HostTold host(ByteBuffer in) throws Refused {
        require(in.hasRemaining(), Refusal.TORN_SECTION);
        int flags = in.get();
        return new HostTold((flags & Layout.IN_MAINTENANCE) != 0, (flags & Layout.STOPS) != 0);
    }

    private static Parts parts(ByteBuffer in) throws Refused {
        Map<Part, Long> digests = new EnumMap<>(Part.class);
        while (in.hasRemaining()) {
            require(in.remaining() >= 1 + Long.BYTES, Refusal.TORN_SECTION);
            Optional<Part> part = Part.numbered(in.get() & 0xff);
            long digest = in.getLong();
            part.ifPresent(known -> digests.put(known, digest));
        }
        return new Parts(digests);
    }

    private static List<MacTold> macs(ByteBuffer in) throws Refused {
        List<MacTold> macs = new ArrayList<>();
        byte[] mac = new byte[6];
        while (in.hasRemaining()) {
            IpAddress address = address(in, Layout.MAC_BYTES);
            int prefix = in.get() & 0xff;
            require(prefix <= address.bits(), Refusal.BAD_VALUE);
            in.get(mac);
            macs.add(new MacTold(new Cidr(address, prefix), MacAddress.of(mac, 0)));
        }
        return macs;
    }

    private static Summary summary(ByteBuffer in) throws Refused {
        require(in.remaining() >= 2 * Long.BYTES + Integer.BYTES, Refusal.TORN_SECTION);
        long version = in.getLong();
        long digest = in.getLong();
        int count = in.getInt();
        Optional<Long> services = in.remaining() >= Long.BYTES ? Optional.of(in.getLong()) : Optional.empty();
        Summary summary = new Summary(version, digest, count, services);
        require(summary.version() >= 0 && summary.count() >= 0, Refusal.BAD_VALUE);
        return summary;
    }

    private static AliasPart aliases(ByteBuffer in) throws Refused {
        require(in.remaining() >= 2, Refusal.TORN_SECTION);
        Optional<AliasPart.Kind> kind = AliasPart.Kind.numbered(in.get() & 0xff);
        require(kind.isPresent(), Refusal.BAD_VALUE);
        boolean fromTheFirst = in.get(in.position()) == Layout.NO_FAMILY;
        if (fromTheFirst) {
            in.get();
        }
        Optional<IpAddress> after = fromTheFirst ? Optional.empty() : Optional.of(address(in, 0));
        List<AliasTold> told = new ArrayList<>();
        List<IpAddress> gone = new ArrayList<>();
        while (in.hasRemaining()) {
            IpAddress address = address(in, Layout.ALIAS_BYTES);
            int flags = in.get() & 0xff;
            long age = in.getInt() & 0xffff_ffffL;
            require(!AliasTold.contradicts(flags), Refusal.BAD_VALUE);
            if ((flags & AliasTold.GONE) != 0) {
                gone.add(address);
            } else {
                told.add(new AliasTold(address, AliasTold.said(flags), age));
            }
        }
        return new AliasPart(kind.get(), after, told, gone);
    }

    /** What a later version has besides is not known here. */
    private static List<Known> services(ByteBuffer in) {
        List<Known> services = new ArrayList<>();
        while (in.hasRemaining()) {
            services.add(Known.numbered(in.get() & 0xff).orElse(Known.UNKNOWN));
        }
        return services;
    }

    /** The aliases together with what other sections say of their services, and of the checks that fail. */
    private AliasPart serving(AliasPart part) {
        List<AliasTold> told = new ArrayList<>();
        for (AliasTold one : part.told()) {
            int at = told.size();
            AliasTold serving = at < services.size() ? one.serving(services.get(at)) : one;
            told.add(at < blames.size() ? serving.blaming(blames.get(at)) : serving);
        }
        return new AliasPart(part.kind(), part.after(), told, part.gone());
    }

    private static List<OfferTold> offers(ByteBuffer in) throws Refused {
        List<OfferTold> offers = new ArrayList<>();
        while (in.hasRemaining()) {
            IpAddress alias = address(in, Layout.OFFER_BYTES);
            offers.add(new OfferTold(alias, said(in), in.getLong(), unsigned16(in)));
        }
        return offers;
    }

    private static List<ReplyTold> replies(ByteBuffer in) throws Refused {
        List<ReplyTold> replies = new ArrayList<>();
        while (in.hasRemaining()) {
            IpAddress alias = address(in, Layout.REPLY_BYTES);
            replies.add(new ReplyTold(alias, said(in), in.getLong(), Outcomes.of(in.get() & 0xff)));
        }
        return replies;
    }

    private static List<IpAddress> asked(ByteBuffer in) throws Refused {
        List<IpAddress> asked = new ArrayList<>();
        while (in.hasRemaining()) {
            asked.add(address(in, 0));
        }
        return asked;
    }

    private static Said said(ByteBuffer in) throws Refused {
        int flags = in.get() & 0xff;
        // That it has no such alias is nothing to say along with an offer.
        require(!AliasTold.contradicts(flags) && (flags & AliasTold.GONE) == 0, Refusal.BAD_VALUE);
        return AliasTold.said(flags);
    }

    /** @param after how many bytes must follow it */
    private static IpAddress address(ByteBuffer in, int after) throws Refused {
        require(in.hasRemaining(), Refusal.TORN_SECTION);
        int family = in.get();
        require(family == Layout.V4 || family == Layout.V6, Refusal.BAD_VALUE);
        byte[] bytes = new byte[Layout.addressBytes(family == Layout.V6) - 1];
        require(in.remaining() >= bytes.length + after, Refusal.TORN_SECTION);
        in.get(bytes);
        return IpAddress.of(bytes);
    }

    private static int unsigned16(ByteBuffer in) {
        return in.getShort() & 0xffff;
    }

    private static void require(boolean right, Refusal why) throws Refused {
        if (!right) {
            throw new Refused(why);
        }
    }
}
