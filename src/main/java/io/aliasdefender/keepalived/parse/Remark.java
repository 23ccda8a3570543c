package io.aliasdefender.keepalived.parse;

/** Something in the syntax that keepalived reads in another way than it looks, or not at all. */
public record Remark(Place place, String text) {}
