package io.aliasdefender.link.protocol;

/** One datagram of the node link. */
public record Message(Header header, Body body) {}
