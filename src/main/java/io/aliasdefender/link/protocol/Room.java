package io.aliasdefender.link.protocol;

import io.aliasdefender.core.net.IpAddress;

/** What is left of a message for things that are told one by one, in bytes. */
public final class Room {
    /** Of the smallest alias. */
    static final int LEAST = Layout.addressBytes(false) + Layout.ALIAS_BYTES + Layout.SERVICE_BYTES;

    private int left;
    /** Of each alias, beside what it has always. */
    private final int besides;

    public Room(int bytes) {
        this(bytes, 0);
    }

    Room(int bytes, int besides) {
        left = bytes;
        this.besides = besides;
    }

    int left() {
        return left;
    }

    int bytes(IpAddress alias) {
        return Layout.addressBytes(alias.v6()) + Layout.ALIAS_BYTES + Layout.SERVICE_BYTES + besides;
    }

    boolean alias(IpAddress alias) {
        return take(bytes(alias));
    }

    /** Takes the room for an offer, where there is so much. */
    public boolean offer(IpAddress alias) {
        return take(Layout.addressBytes(alias.v6()) + Layout.OFFER_BYTES);
    }

    /** Takes the room for a reply, where there is so much. */
    public boolean reply(IpAddress alias) {
        return take(Layout.addressBytes(alias.v6()) + Layout.REPLY_BYTES);
    }

    /** Takes the room for a question, where there is so much. */
    public boolean question(IpAddress alias) {
        return take(Layout.addressBytes(alias.v6()));
    }

    private boolean take(int bytes) {
        boolean fits = bytes <= left;
        left -= fits ? bytes : 0;
        return fits;
    }
}
