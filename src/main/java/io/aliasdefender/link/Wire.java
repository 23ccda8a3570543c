package io.aliasdefender.link;

import io.aliasdefender.core.net.IpAddress;

/** The edge to the sockets. */
public interface Wire {
    /** Sends a datagram, or does nothing where that cannot be done: it is as lost as one on its way. */
    void send(IpAddress from, IpAddress to, byte[] datagram);
}
