package io.aliasdefender.link.protocol;

import io.aliasdefender.core.net.IpAddress;
import io.aliasdefender.link.protocol.Body.AliasPart;
import io.aliasdefender.link.protocol.Body.Talk;

/** How many bytes a body has. Each message is measured more than once, so nothing is written for that. */
final class Sizes {
    private static final int SUMMARY_BYTES = 2 * Long.BYTES + Integer.BYTES;

    private Sizes() {}

    static int of(Body body) {
        int bytes = body.host().isPresent() ? Layout.SECTION_HEAD_BYTES + 1 : 0;
        if (body.configuration().isPresent()) {
            int parts = body.configuration().get().digests().size();
            bytes += Layout.SECTION_HEAD_BYTES + parts * (1 + Long.BYTES);
        }
        if (!body.macs().isEmpty()) {
            bytes += Layout.SECTION_HEAD_BYTES;
            for (Body.MacTold told : body.macs()) {
                bytes += bytes(told.address().address()) + Layout.MAC_BYTES;
            }
        }
        if (body.summary().isPresent()) {
            boolean services = body.summary().get().services().isPresent();
            bytes += Layout.SECTION_HEAD_BYTES + SUMMARY_BYTES + (services ? Long.BYTES : 0);
        }
        if (body.failing().isPresent()) {
            bytes += Layout.SECTION_HEAD_BYTES
                    + FailingSections.bytes(body.failing().get());
        }
        return bytes + (body.aliases().isPresent() ? of(body.aliases().get()) : 0) + of(body.talk());
    }

    /** With what is said of the services. */
    private static int of(AliasPart part) {
        int after = part.after().isPresent() ? bytes(part.after().get()) : 1;
        int bytes = Layout.SECTION_HEAD_BYTES + 1 + after;
        for (AliasTold told : part.told()) {
            bytes += bytes(told.address()) + Layout.ALIAS_BYTES + Layout.SERVICE_BYTES;
        }
        for (IpAddress gone : part.gone()) {
            bytes += bytes(gone) + Layout.ALIAS_BYTES;
        }
        if (FailingSections.anyBlames(part.told())) {
            bytes += Layout.SECTION_HEAD_BYTES + part.told().size() * FailingSections.BLAME_BYTES;
        }
        return bytes + (part.told().isEmpty() ? 0 : Layout.SECTION_HEAD_BYTES);
    }

    private static int of(Talk talk) {
        int bytes = talk.offers().isEmpty() ? 0 : Layout.SECTION_HEAD_BYTES;
        for (Body.OfferTold offer : talk.offers()) {
            bytes += bytes(offer.alias()) + Layout.OFFER_BYTES;
        }
        bytes += talk.replies().isEmpty() ? 0 : Layout.SECTION_HEAD_BYTES;
        for (Body.ReplyTold reply : talk.replies()) {
            bytes += bytes(reply.alias()) + Layout.REPLY_BYTES;
        }
        if (talk.asked().isPresent()) {
            bytes += Layout.SECTION_HEAD_BYTES;
            for (IpAddress asked : talk.asked().get()) {
                bytes += bytes(asked);
            }
        }
        return bytes;
    }

    private static int bytes(IpAddress address) {
        return Layout.addressBytes(address.v6());
    }
}
